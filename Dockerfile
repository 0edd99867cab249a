# Migrate first, then serve; only the volume is written, so the rest may be read-only:
#   docker run --rm -v yonsei:/var/lib/yonsei yonsei-matching migrate
#   docker run --read-only --tmpfs /tmp -v yonsei:/var/lib/yonsei -p 8000:8000 -e YONSEI_ISSUER=https://… yonsei-matching

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv --without-pip /opt/yonsei
COPY pyproject.toml README.md ./
# Dependencies change seldom and get a layer of their own.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /tmp/requirements.txt \
    && pip --python /opt/yonsei/bin/python install --no-cache-dir --requirement /tmp/requirements.txt \
    # With the cryptography backend python-jose never loads these two for ES256.
    && pip --python /opt/yonsei/bin/python uninstall --yes ecdsa rsa
COPY alembic ./alembic
COPY app ./app
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /tmp/wheel . \
    && pip --python /opt/yonsei/bin/python install --no-cache-dir --no-deps /tmp/wheel/*.whl \
    # Fails here, not in production, should a library ever need what was taken out.
    && /opt/yonsei/bin/python -c "import app.access.tokens, app.main" \
    && /opt/yonsei/bin/python -m compileall -q /opt/yonsei/lib

FROM python:3.13-slim
ENV PATH=/opt/yonsei/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    YONSEI_DATABASE_URL=sqlite:////var/lib/yonsei/yonsei.db \
    YONSEI_STATE_DIR=/var/lib/yonsei
RUN install -d -m 0700 -o 10001 -g 10001 /var/lib/yonsei
COPY --from=build /opt/yonsei /opt/yonsei
USER 10001:10001
WORKDIR /var/lib/yonsei
VOLUME /var/lib/yonsei
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve", "--host", "0.0.0.0"]
