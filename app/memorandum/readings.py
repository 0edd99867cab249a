"""What do we read into the memorandum that it does not say? Each reading by its id; `docs/readings.md` repeats them."""

from collections.abc import Mapping
from types import MappingProxyType

READINGS: Mapping[str, str] = MappingProxyType(
    {
        "R1.1-1": "The heading says list, the sentence owes forms: the forms are the list, no other is owed.",
        "R1.1-2": "Those who wish to become supporters are individuals and organisations alike.",
        "R1.1-3": (
            "Receipt, digest, running count and reconciliation, each form held, disposed of or returned, are our proof."
        ),
        "R1.1-4": (
            "A form arriving outside a term is sealed and not used, both sides are told, and use needs an "
            "agreement in force."
        ),
        "R1.2-1": "A channel other than e-mail is open only where the terms of the agreement in force list it.",
        "R1.2-2": "Several forms in one e-mail are accepted and counted form by form.",
        "R1.2-3": (
            "When ISA received a form is kept if ISA says so; the time elapsed is shown and never judged by "
            "a number of ours."
        ),
        "R1.2-4": (
            "The Annex is unknown to us: few fields are required, and consents under articles 27 and 28 are "
            "recorded apart, unset."
        ),
        "R2.1-1": (
            "Encryption, a record of every read, requests of the person and provision records are our ways "
            "of keeping 2(1)."
        ),
        "R2.1-2": (
            "ISA sees the audit record only where the terms in force grant it, and of staff nothing but an identifier."
        ),
        "R2.1-3": "Directly registered data is protected alike by our choice and by the privacy law, not by 2(1).",
        "R2.1-4": (
            "Once a consent is withdrawn nothing carries its matches on; ending them and disposing of the record is "
            "owed without delay."
        ),
        "R2.2-1": (
            "Disclosure by steps to the counterpart of one match, for one of the two ends, is the sole "
            "provision permitted."
        ),
        "R2.2-2": (
            "Giving ISA what 2(3), 2(4) and 3(2) require is not provision to others; data not from ISA "
            "needs article 27 besides."
        ),
        "R2.2-3": "Answers to the person, to the Commission or under other law rest on that law, and the law is named.",
        "R2.2-4": (
            "Where the counterpart is abroad, article 28 of the privacy law applies besides; that is law, not 2(2)."
        ),
        "R2.2-5": (
            "Counts without personal data for clause 4 are within the purpose; ranking supporters and "
            "training models are not."
        ),
        "R2.3-1": "Where the source is unknown or a problem only suspected, the report is treated as owed.",
        "R2.3-2": "The clock starts when anyone working for the Association knows; hours are a setting.",
        "R2.3-3": "A report is one whose substance ISA can read; an id in an event only says that a report waits.",
        "R2.3-4": "The duty is met by the report; waiting for ISA's acknowledgement is ours, and both are shown.",
        "R2.3-5": (
            "A problem in directly registered data is handled under article 26 in the same tool, marked as "
            "not owed under 2(3)."
        ),
        "R2.4-1": (
            "The matching is the whole undertaking; the Association declares the day it stopped, and the "
            "clock runs from that day."
        ),
        "R2.4-2": "A renewal is not a stop: forms of every earlier agreement stay, and are all in the one disposal.",
        "R2.4-3": (
            "Disposal of single records rests on articles 22 and 35; it has a basis of its own and never ends 2(4)."
        ),
        "R2.4-4": (
            "What a law orders to be kept is kept, reduced to what it names, apart, and listed with its "
            "date of deletion."
        ),
        "R2.4-5": (
            "A block on disposal needs a named reason and a date, is shown as lateness, told to ISA, and "
            "never holds for ever."
        ),
        "R2.4-6": (
            "Two people, key destruction, scanning and a certificate are ours; what cannot be reached is "
            "stated, not called done."
        ),
        "R2.4-7": "A form turning up after the report is disposed of and reported in a supplement.",
        "R3.1-1": (
            "Briefing, a dated fact, and country knowledge, attested by a named person, are two records; "
            "understanding is process."
        ),
        "R3.1-2": (
            "One explanation satisfies the text; that new material or the passing of time closes the gate is ours."
        ),
        "R3.1-3": "The gate by country asks for knowledge of the country of origin of the person being matched.",
        "R3.1-4": (
            "Opening, checking or changing consents, applicants and matches is matching work and needs a "
            "staff member behind it."
        ),
        "R3.2-1": (
            "Persons concerned are all whom the matching touches; trouble between the two sides that "
            "reaches us is included."
        ),
        "R3.2-2": (
            "Facts are shared without identities unless needed, and identities not from ISA only with a "
            "basis under article 27."
        ),
        "R3.2-3": (
            "An entry made by mistake is corrected by a further one that ISA also sees; nothing is withdrawn unseen."
        ),
        "R3.2-4": (
            "Nothing is closed unshared; joint handling closes with the Association's measures and ISA's, "
            "or ISA's word of no need, or its silence beyond a number of days."
        ),
        "R3.2-5": "The Association decides whether a trouble is too hard for it alone; ISA may propose it.",
        "R3.2-6": (
            "Trouble that arose in the term is shared even after it; later trouble may be shared, marked as not owed."
        ),
        "R3.2-7": (
            "One event may be both a 2(3) problem and a 3(2) trouble; the stronger word of urgency then "
            "governs the report."
        ),
        "R3.2-8": (
            "Whether measures have prevented a recurrence is looked at some days after they were taken, and again if "
            "they have not."
        ),
        "R4-1": "The interval is a setting agreed by both, and a passed interval is a duty of both.",
        "R4-2": "An occasion may be a meeting, a call or writing, and may be postponed or cancelled with a reason.",
        "R4-3": "Small cells are suppressed in breakdowns, totals are not.",
        "R5-1": "The start is not written; the day of the document is taken, from its beginning.",
        "R5-2": "Days are days in Japan; a term's last instant is the one before the next day begins there.",
        "R5-3": (
            "After the term 2(1) and 2(2) have ended by the text; for data from ISA we keep their limits on "
            "and never lift them."
        ),
        "R5-4": (
            "That no matching act uses data from ISA outside a term is our cautious rule; direct "
            "registrations are not touched."
        ),
        "R5-5": "A renewal is a new document with its own terms, and says itself what becomes of gaps and overlaps.",
        "R6-1": (
            "Offices decide, not persons: an acting holder needs a recorded appointment, and a delegate cannot decide."
        ),
        "R6-2": "A decision cannot change what the memorandum provides; that needs a new or amended document.",
        "R6-3": "A decision reaches beyond its occasion only if it says so; then it may feed a dated setting.",
        "R6-4": (
            "After the term consultations may be recorded as outside the memorandum; settings serving 2(3) "
            "and 2(4) stay."
        ),
    },
)
