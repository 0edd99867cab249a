"""A process to be killed: counts through the door and says each number once it is committed."""

import asyncio
import sys

from app.core.database import Database
from tests.core.counting import increment


async def keep_counting(door: Database) -> None:
    """Count with sixteen at once until killed."""

    async def one() -> None:
        while True:
            number = await door.transact(increment)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

    await asyncio.gather(*(one() for _ in range(16)))


if __name__ == "__main__":
    asyncio.run(keep_counting(Database(sys.argv[1], connections=4)))
