"""What may be seen for which purpose? Every field of every record by name; what is not named is shown to nobody (2(2)).

A route answers for the one purpose of its scope, and may carry the records named under it, with these fields and no
others: a test walks the schemas of every answer. `Page` is a page of a list, `*` the whole of a file or of the facts
of an audit entry, which are codes, counts and names of fields by rule of the trail (R2.1-2).
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.access.scopes import Purpose
from app.memorandum.clause_2_2_purpose import DISCLOSED_OF_APPLICANT, DISCLOSED_OF_SUPPORTER

Records = Mapping[str, frozenset[str]]

_PAGE = "items next_cursor"
_CLIENT = (
    "id version client_id role system state staff_id vouches registered_by created_at confirmed_at revoked_at "
    "credentials"
)
_CREDENTIAL = "id kid created_at confirmed_at expires_at"
_CONSENT = (
    "id version state source channel receipt_number received_at isa_received_at outside_term returned_reasons "
    "resembles verified_at activated_at returned_at withdrawn_at expired_at expired_reason availability "
    "availability_confirmed_at confirm_by confirmation_overdue"
)
_APPLICANT = "id version state source created_at resembles activated_at withdrawn_at completed_at"
_FORM = (
    "holder_kind name name_kana name_roman name_alias representative contact_person corporate_number email phone "
    "prefecture municipality postal_code languages wished_area wished_languages support_kinds capacity signed_on "
    "form_version remarks"
)
_GIVEN = "matching provision_abroad text_version told_of_abroad"
_PROFILE = (
    "name name_kana name_roman alias email phone date_of_birth country_of_origin resides_in languages wished_area "
    "wished_municipalities month_of_arrival certificates year_of_schooling_on coe_applied_on coe_granted_on stays "
    "needs consent_to_matching consent_to_provision_abroad"
)
"""What is sealed of a form and of an applicant: the person may see all of it (article 33)."""
_MATCH = (
    "id version state source consent_id applicant_id proposed_by created_at offered_to_supporter_at "
    "supporter_answered_at offered_to_applicant_at applicant_answered_at contact_released_at contacted_at "
    "established_at support_started_at closed_at"
)
_REQUEST = (
    "id version kind state channel requester answer_by measure grounds arrived_at due_on late decision decided_at "
    "notified_at"
)
_INCIDENT = "id version kind also_trouble state joint recorded_in_error known_at recorded_at shared_at acknowledged_at"
_CONSULTATION = "id version subject state opened_by opened_at outside_memorandum decided_at"
_EXCHANGE = "id version state occasion opened_by opened_at planned_on held_on outside_memorandum"
_ENDPOINT = (
    "id version created_at url state streams allow_private sends_v1 sends_v1a standby former_until confirmed_at "
    "consecutive_failures probe_at waiting held parked oldest_since"
)
_ATTESTATION = "holding method done_on"
_DUTY = "clause act resource resource_id owed basis reading urgency since limit_hours decided_by due_at met_at late"
_IDENTITY = "name name_kana name_roman email phone"
_NAMED = "provision_id at consent_id applicant_id fields basis says"
_DISPOSAL = (
    "id version basis state source stopped_on consent_ids applicant_ids blocked_by delay_reason delayed_until "
    "match_count provisions_kept provisions_kept_until destroyed_epochs findings attested proposed_by approved_by "
    "executed_by verified_by created_at approved_at executed_at verified_at reported_at acknowledged_at"
)
_CONTRIBUTION = "id version at party kind answers text"
_LINK = "resource resource_id linked_at"
_WRITTEN = "number at party action state facts text"
_RAISED = (
    "also_trouble information_kinds isa_silent persons receipt_ids recorded_in_error recurrence_prevented "
    "strongly_encrypted wrongful_purpose"
)


def _names(fields: str) -> frozenset[str]:
    return frozenset(fields.split())


def _records(**records: str) -> Records:
    return {name: _names(fields) for name, fields in records.items()}


VISIBLE: Mapping[Purpose, Records] = MappingProxyType(
    {
        Purpose.AGREEMENT: _records(
            Page=_PAGE,
            AgreementView=(
                "id version title state starts_on ends_on provision_channels grants_isa_audit isa_signed_at "
                "association_signed_at"
            ),
            EffectView="at clauses",
            ForceView="clause in_force basis reading because",
        ),
        Purpose.DISPOSAL: _records(
            Page=_PAGE,
            DisposalLine=_DISPOSAL,
            DisposalView=f"{_DISPOSAL} contributions",
            ContributionView=_CONTRIBUTION,
            BlockView="reason id since",
            DisposalDuties="items",
            DisposalDuty="basis duty disposal_id delay_reason delayed_until",
            DutyView=_DUTY,
            Attestation=_ATTESTATION,
        ),
        Purpose.INCIDENT: {
            **_records(
                Page=_PAGE,
                ExposureView="since until total records searches found disclosed caveats",
                ExposedRecord="resource id fields reads first_at last_at",
                DraftView="id version state client_id staff_id created_at late incident_id dismissed_as decided_at",
                IncidentReceipt="id version kind state known_at recorded_at shared_at event_id",
                IncidentLine=_INCIDENT,
                IncidentView=(
                    f"{_INCIDENT} source occurred_at persons information_kinds receipt_ids strongly_encrypted "
                    "wrongful_purpose summary details seconds_since_known duties commission isa_sees_no_need "
                    "isa_proposes_joint_handling identities links entries contributions"
                ),
                DutyView=_DUTY,
                EntryView=_WRITTEN,
                ContributionView=_CONTRIBUTION,
                IdentityView=_NAMED,
                LinkView=_LINK,
                CommissionTrack=(
                    "classes reportable_at due preliminary_on final_on is_late "
                    "notice_owed persons_told report_ids notice_ids"
                ),
                DeadlinesView="preliminary_from preliminary_by final_by",
                CommissionReportView="id version at stage submitted_on items",
                NoticeView="id version at means persons told_on items",
            ),
            "EntryView.facts": _names(_RAISED),
            "IdentityView.says": _names(_IDENTITY),
            "CommissionReportView.items": _names(
                "overview data_items persons cause secondary_damage response_to_persons publication prevention_done "
                "prevention_planned other"
            ),
            "NoticeView.items": _names("overview data_items cause secondary_damage other"),
        },
        Purpose.OPERATION: _records(
            Page=_PAGE,
            ClientView=_CLIENT,
            IssuedClientView=f"{_CLIENT} client_secret",
            CredentialView=_CREDENTIAL,
            EndpointView=_ENDPOINT,
            DeliveryView=(
                "id event_id stream position subject status trigger attempts failures next_attempt_at "
                "last_error_class delivered_at acked_at receipt_id closed_reason"
            ),
            AttemptView="n trigger started_at ended_at remote_ip tls_version status key_ids error",
        ),
        Purpose.OVERSIGHT: {
            **_records(
                Page=_PAGE,
                DutiesView="at late met_late duties",
                DutyView=_DUTY,
                AuditEntryView=("id at client_id role staff_id purpose request_id action resource resource_id facts"),
            ),
            "AuditEntryView.facts": _names("*"),
        },
        Purpose.PROVISION: _records(
            Page=_PAGE,
            ReceiptView="id version receipt_number digest received_at channel state outside_term already_held",
            MailReceiptView="id version received_at already_held receipts",
            ReconciliationView="at provided_from provided_until provided held disposed returned reconciles",
        ),
        Purpose.REPORTING: {
            **_records(
                Page=_PAGE,
                ReportLine="id about kind state latest_position",
                IncidentReport=(
                    "id about kind also_trouble state joint recorded_in_error source occurred_at known_at "
                    "recorded_at shared_at persons information_kinds receipt_ids strongly_encrypted wrongful_purpose "
                    "summary details duties identities links entries contributions"
                ),
                DisposalReport=(
                    "id about basis state stopped_on consent_ids match_count method destroyed_epochs "
                    "provisions_kept provisions_kept_until attested approved_at executed_at verified_at reported_at "
                    "duties contributions"
                ),
                MeasureView=_WRITTEN,
                ContributionView=_CONTRIBUTION,
                DutyView=_DUTY,
                IdentityView=_NAMED,
                LinkView=_LINK,
                Attestation=_ATTESTATION,
                EventView=(
                    "specversion id source type subject time datacontenttype dataschema position subjectseq prevhash "
                    "data"
                ),
                CheckpointView="checkpoints",
                EndpointView=_ENDPOINT,
                ConfirmedEndpointView=f"{_ENDPOINT} secret",
            ),
            "MeasureView.facts": _names(_RAISED),
            "IdentityView.says": _names(_IDENTITY),
            "EventView.data": _names(
                "id kind state action party basis reasons until urgency persons forms receipt_number report_id "
                "also_trouble owed_under_2_3 recorded_in_error",
            ),
            "CheckpointView.checkpoints": _names("incidents disposals consents"),
        },
        Purpose.REVIEW: _records(
            Page=_PAGE,
            ExchangeLine=_EXCHANGE,
            ExchangeView=f"{_EXCHANGE} topics shared agreed actions figures incident_ids entries",
            ExchangeEntryView="number at party action state text",
            ActionView="id text owed_by due_on done_at late",
            FiguresView=(
                "figures_from figures_until counted_at smallest_cell forms_provided forms_held forms_direct applicants "
                "matches matches_by_state contacts median_days_to_contact troubles problems"
            ),
            CellView="name count",
            ExchangeDuties="interval_days decided_by due_on owed_by items",
            DutyView=_DUTY,
            ConsultationLine=_CONSULTATION,
            ConsultationView=f"{_CONSULTATION} situation proposal incident_ids entries",
            SaidView="number at party office acting action state effect text",
            EffectView="word act hours starts_on",
            AppointmentView="id version office holder acting starts_on ends_on recorded_at recorded_by",
            LimitsView="limits",
            LimitView="word act hours from_at decided_by",
        ),
        Purpose.RIGHTS: {
            **_records(
                Page=_PAGE,
                RequestSummary=_REQUEST,
                RequestView=(
                    f"{_REQUEST} name contact words identity_asked_at identity_shown_at identity_means identity_paper "
                    "authority checked searched_at consent_ids applicant_ids granted_measure refusal_grounds reasons "
                    "withheld corrected notified_by words_erased_at"
                ),
                CandidatesView="items",
                CandidateView="resource id state found_by",
                DisclosureView=(
                    "request_id kind prepared_at draft nothing_held withheld consents applicants matches provisions "
                    "readings incidents requests"
                ),
                HeldConsent=(
                    "id state source channel receipt_number outside_term isa_received_at received_at verified_at "
                    "activated_at returned_at withdrawn_at expired_at returned_reasons expired_reason availability "
                    "availability_confirmed_at disposed_at form documents"
                ),
                HeldApplicant=(
                    "id state created_at activated_at withdrawn_at completed_at disposed_at profile documents"
                ),
                HeldDocument="kind name media_type size sha256 held_since",
                HeldMatch=(
                    "id state proposed_at offered_to_supporter_at supporter_answered_at offered_to_applicant_at "
                    "applicant_answered_at contact_released_at contacted_at established_at support_started_at "
                    "closed_at told"
                ),
                ToldToPerson="at step items",
                ProvisionLine=("id provided_at recipient recipient_name items basis abroad occasion step keep_until"),
                ReadingLine="at client_id staff_id role purpose action record_id fields",
                RequestLine="id kind state arrived_at decided_at notified_at",
                IncidentMention="id kind state known_at",
            ),
            "HeldConsent.form": _names(f"{_FORM} {_GIVEN}"),
            "HeldApplicant.profile": _names(_PROFILE),
        },
        Purpose.STAFFING: _records(
            Page=_PAGE,
            ClientView=_CLIENT,
            CredentialView=_CREDENTIAL,
            StaffMemberView="id version reference state countries left_at",
            BriefingView="id version staff_id explained_at topics material_version given_by",
            CountryKnowledgeView="id version staff_id country attested_by attested_at",
        ),
        Purpose.SUPPORT: {
            **_records(
                Page=_PAGE,
                ConsentSummary=_CONSENT,
                FoundConsents="items more",
                RegistrationView=f"{_CONSENT} already_held",
                ConsentView=f"{_CONSENT} form given",
                ConsentForm=_FORM,
                GivenConsents=_GIVEN,
                ToldOfAbroad=(
                    "country country_unknown_because system_told measures_told measures_unknown_because told_on "
                    "text_version"
                ),
                Document="*",
                DocumentsView="items",
                DocumentView="id version kind name media_type size sha256 finding created_at",
                ApplicantSummary=_APPLICANT,
                FoundApplicants="items more",
                ApplicantView=f"{_APPLICANT} profile standing flags",
                ApplicantProfile=_PROFILE,
                Certificate="exam result certified_on",
                Stay="entered_on left_on",
                Need="text shared_by_consent_on",
                PersonsConsent="given on text_version",
                StandingView=(
                    "on age_at_application age_at_entry level levels_asked days_stayed supporter_compulsory_until "
                    "longest_stay_until"
                ),
                AgeView="on years assumed inside",
                AskedLevelView="moment level reached_on met",
                FlagView="code reason reason_ja official",
                MatchSummary=_MATCH,
                MatchView=(
                    f"{_MATCH} refusal_reason refused_by end_reason step disclosed_to_supporter disclosed_to_applicant"
                ),
                MatchDuties="items",
                MatchDuty="side action reason duty",
                DutyView=_DUTY,
                ProvisionsView="items",
                ProvisionView=(
                    "id match_id recipient consent_id applicant_id items step basis abroad provided_at keep_until"
                ),
            ),
            # Step by step, as clause 2(2) has it: the same tables fill the answers.
            "MatchView.disclosed_to_supporter": frozenset[str]().union(*DISCLOSED_OF_APPLICANT.values()),
            "MatchView.disclosed_to_applicant": frozenset[str]().union(*DISCLOSED_OF_SUPPORTER.values()),
        },
    },
)
