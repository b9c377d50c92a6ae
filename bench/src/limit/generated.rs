//! Written by `--write-limit`; do not edit.

use crate::cases::Input;

/// A case, flat: a number, a bit, a word's place or a set of bits per fact.
#[derive(Default)]
pub struct Case {
    event_date: i64,
    purpose: u8,
    disclosure_mode: u8,
    requested_categories: u64,
    client_is_minor: bool,
    client_emancipated: bool,
    minor_consented_to_own_services: bool,
    client_lacks_capacity: bool,
    client_deceased: bool,
    client_is_service_member: bool,
    client_agreed_orally: bool,
    client_objects: bool,
    client_requested_disclosure: bool,
    client_unavailable_or_incapacitated_now: bool,
    client_paid_out_of_pocket_restriction: bool,
    client_right_invoked: u8,
    access_denial_ground: u8,
    parent_access_harmful: bool,
    informing_client_unsafe: bool,
    information_identifiable: bool,
    deidentification: u8,
    contains_outside_records: bool,
    matter_compiled_for_litigation: bool,
    recipient_kind: u8,
    recipient_named_in_instrument: bool,
    recipient_identity_verified: bool,
    recipient_is_alleged_abuser: bool,
    recipient_has_treatment_relationship: bool,
    recipient_need_to_know_internal: bool,
    recipient_service_agreement: u8,
    recipient_able_to_prevent_threat: bool,
    requester_authority: u8,
    recipient_involved_in_care: bool,
    recipient_is_hhs: bool,
    recipient_is_notes_author: bool,
    consent_forms: u64,
    consent_signed_by: u8,
    consent_status: u8,
    consent_elements: u64,
    consent_scope: u64,
    consent_conditioned_on_services: bool,
    consent_compound: bool,
    consent_expiry: i64,
    legal_process: u64,
    order_signed_by_judge: bool,
    order_recipients_match: bool,
    hipaa_satisfactory_assurance: u8,
    client_notified_of_process: bool,
    privilege_status: u8,
    secrecy_order: bool,
    administrative_request_specific: bool,
    official_represents_need: bool,
    threat_target: u8,
    disclosure_necessary_to_protect: bool,
    medical_emergency: bool,
    crime_on_premises_or_against_staff: bool,
    client_admitted_violent_crime: bool,
    learned_in_treatment_for_propensity: bool,
    client_is_crime_victim: bool,
    reportable_injury: u8,
    police_seek_to_locate: bool,
    child_abuse_suspected: bool,
    abuse_victim_now_adult: bool,
    suspected_abuser_has_current_child_access: bool,
    adult_abuse_suspected: bool,
    action_kind: u8,
    client_initiated_action_against_holder: bool,
    oversight_unrelated_to_care: bool,
    research_approval: u8,
    command_notification_ground: u8,
    breach_event: u8,
    breach_low_probability_shown: bool,
    breach_individuals_count: i64,
    workers_comp_claim: bool,
    required_by_law: bool,
    report_authorised_by_statute: bool,
    ordered_by_judge: bool,
    warrant_signed_by_judge: bool,
    subpoena_served: bool,
    release_signed_and_current: bool,
    written_form_on_file: bool,
    only_oral_permission: bool,
    serious_imminent_danger: bool,
    order_compels: bool,
}

impl Case {
    pub fn new(input: &Input) -> Self {
        let get = |name: &str| &input.json[name];
        Self {
            event_date: get("event_date").as_i64().unwrap_or_default(),
            purpose: [
                "treatment",
                "care_coordination",
                "referral",
                "payment",
                "health_care_operations",
                "internal_review",
                "supervision_training",
                "professional_consultation",
                "mandated_report",
                "protect_from_harm",
                "emergency_treatment",
                "litigation",
                "criminal_investigation",
                "agency_defence",
                "oversight_audit",
                "research",
                "client_access",
                "client_directed",
                "family_involvement",
                "employment",
                "housing",
                "insurance_underwriting",
                "education_services",
                "school_safety",
                "military_command",
                "public_health",
                "death_administration",
                "custody_dispute",
                "immigration_enforcement",
                "best_interest",
                "improve_relationship",
                "media_publication",
                "grant_reporting",
                "confirm_status",
            ]
            .iter()
            .position(|w| get("purpose").as_str() == Some(w))
            .unwrap_or(255) as u8,
            disclosure_mode: ["records", "verbal", "testimony", "confirm_status", "electronic", "internal_use"]
                .iter()
                .position(|w| get("disclosure_mode").as_str() == Some(w))
                .unwrap_or(255) as u8,
            requested_categories: [
                "identity",
                "contact",
                "client_status",
                "location_shelter",
                "appointment_dates",
                "attendance_summary",
                "session_start_stop",
                "modality_frequency",
                "diagnosis",
                "symptoms",
                "functional_status",
                "treatment_plan",
                "prognosis",
                "progress_summary",
                "progress_notes",
                "psychotherapy_notes",
                "test_results",
                "medication",
                "billing_codes",
                "account_balance",
                "sud_records",
                "sud_counseling_notes",
                "hiv",
                "genetic",
                "reproductive",
                "group_session",
                "third_party_info",
                "threat_statement",
                "victim_identity",
                "danger_assessment",
                "abuse_details",
                "child_identity",
                "abuser_identity",
                "safety_plan",
                "education_record",
                "ferpa_treatment_record",
                "duty_restrictions",
                "obtained_outside_records",
                "correspondence",
                "internal_qa",
                "aggregate",
                "deidentified",
                "limited_data_set",
                "whole_record",
            ]
            .iter()
            .enumerate()
            .filter(|(_, w)| get("requested_categories").as_array().is_some_and(|a| a.iter().any(|x| x.as_str() == Some(w))))
            .fold(0, |b, (i, _)| b | 1 << i),
            client_is_minor: get("client_is_minor").as_bool().unwrap_or_default(),
            client_emancipated: get("client_emancipated").as_bool().unwrap_or_default(),
            minor_consented_to_own_services: get("minor_consented_to_own_services").as_bool().unwrap_or_default(),
            client_lacks_capacity: get("client_lacks_capacity").as_bool().unwrap_or_default(),
            client_deceased: get("client_deceased").as_bool().unwrap_or_default(),
            client_is_service_member: get("client_is_service_member").as_bool().unwrap_or_default(),
            client_agreed_orally: get("client_agreed_orally").as_bool().unwrap_or_default(),
            client_objects: get("client_objects").as_bool().unwrap_or_default(),
            client_requested_disclosure: get("client_requested_disclosure").as_bool().unwrap_or_default(),
            client_unavailable_or_incapacitated_now: get("client_unavailable_or_incapacitated_now").as_bool().unwrap_or_default(),
            client_paid_out_of_pocket_restriction: get("client_paid_out_of_pocket_restriction").as_bool().unwrap_or_default(),
            client_right_invoked: ["none", "amendment", "accounting", "restriction", "confidential_communication"]
                .iter()
                .position(|w| get("client_right_invoked").as_str() == Some(w))
                .unwrap_or(255) as u8,
            access_denial_ground: [
                "none",
                "endangers_life_or_safety",
                "harms_other_person_mentioned",
                "representative_may_harm",
                "not_in_best_interest",
                "compiled_for_litigation",
            ]
            .iter()
            .position(|w| get("access_denial_ground").as_str() == Some(w))
            .unwrap_or(255) as u8,
            parent_access_harmful: get("parent_access_harmful").as_bool().unwrap_or_default(),
            informing_client_unsafe: get("informing_client_unsafe").as_bool().unwrap_or_default(),
            information_identifiable: get("information_identifiable").as_bool().unwrap_or_default(),
            deidentification: ["none", "safe_harbor", "expert", "limited_data_set", "disguised"]
                .iter()
                .position(|w| get("deidentification").as_str() == Some(w))
                .unwrap_or(255) as u8,
            contains_outside_records: get("contains_outside_records").as_bool().unwrap_or_default(),
            matter_compiled_for_litigation: get("matter_compiled_for_litigation").as_bool().unwrap_or_default(),
            recipient_kind: [
                "client",
                "client_attorney",
                "parent_guardian",
                "guardian_ad_litem",
                "personal_representative",
                "family_friend",
                "primary_caregiver",
                "treating_provider",
                "consulting_professional",
                "internal_supervisor",
                "internal_team",
                "internal_clerical",
                "intern_trainee",
                "insurer_payer",
                "billing_vendor",
                "liability_insurer",
                "own_attorney",
                "law_enforcement",
                "child_protective_services",
                "adult_protective_services",
                "care_facility_ombudsman",
                "tribal_authority",
                "court",
                "opposing_party_attorney",
                "prosecutor",
                "defence_attorney",
                "probation_officer",
                "licensing_board",
                "oversight_agency",
                "accreditor_auditor",
                "funder",
                "researcher",
                "employer",
                "landlord",
                "school_officials",
                "military_command",
                "potential_victim",
                "emergency_medical",
                "crisis_services",
                "medical_examiner",
                "public_health",
                "mental_health_authority",
                "media",
                "group_member",
                "abuser_or_perpetrator",
                "partner_agency",
                "firearm_authority",
                "immigration_authority",
                "foreign_authority",
                "member_of_public",
            ]
            .iter()
            .position(|w| get("recipient_kind").as_str() == Some(w))
            .unwrap_or(255) as u8,
            recipient_named_in_instrument: get("recipient_named_in_instrument").as_bool().unwrap_or_default(),
            recipient_identity_verified: get("recipient_identity_verified").as_bool().unwrap_or_default(),
            recipient_is_alleged_abuser: get("recipient_is_alleged_abuser").as_bool().unwrap_or_default(),
            recipient_has_treatment_relationship: get("recipient_has_treatment_relationship").as_bool().unwrap_or_default(),
            recipient_need_to_know_internal: get("recipient_need_to_know_internal").as_bool().unwrap_or_default(),
            recipient_service_agreement: ["none", "baa", "qsoa", "baa_and_qsoa", "gdpr_processor"]
                .iter()
                .position(|w| get("recipient_service_agreement").as_str() == Some(w))
                .unwrap_or(255) as u8,
            recipient_able_to_prevent_threat: get("recipient_able_to_prevent_threat").as_bool().unwrap_or_default(),
            requester_authority: [
                "none",
                "client",
                "parent",
                "guardian",
                "guardian_ad_litem",
                "executor_administrator",
                "next_of_kin",
                "health_agent",
                "attorney_for_client",
            ]
            .iter()
            .position(|w| get("requester_authority").as_str() == Some(w))
            .unwrap_or(255) as u8,
            recipient_involved_in_care: get("recipient_involved_in_care").as_bool().unwrap_or_default(),
            recipient_is_hhs: get("recipient_is_hhs").as_bool().unwrap_or_default(),
            recipient_is_notes_author: get("recipient_is_notes_author").as_bool().unwrap_or_default(),
            consent_forms: [
                "verbal",
                "general_written",
                "hipaa_authorization",
                "psychotherapy_notes_authorization",
                "part2_consent",
                "part2_tpo_consent",
                "sud_counseling_notes_consent",
                "state_written_authorization",
                "victim_services_release",
                "ferpa_consent",
                "gdpr_explicit_consent",
            ]
            .iter()
            .enumerate()
            .filter(|(_, w)| get("consent_forms").as_array().is_some_and(|a| a.iter().any(|x| x.as_str() == Some(w))))
            .fold(0, |b, (i, _)| b | 1 << i),
            consent_signed_by: ["none", "client", "parent_guardian", "minor_and_parent", "personal_representative", "abuser"]
                .iter()
                .position(|w| get("consent_signed_by").as_str() == Some(w))
                .unwrap_or(255) as u8,
            consent_status: ["none", "valid", "expired", "revoked", "false_or_coerced", "unsigned"]
                .iter()
                .position(|w| get("consent_status").as_str() == Some(w))
                .unwrap_or(255) as u8,
            consent_elements: [
                "client_name",
                "discloser",
                "recipient",
                "specific_description",
                "purpose",
                "expiry",
                "signature",
                "date",
                "right_to_revoke",
                "redisclosure_statement",
                "conditioning_statement",
                "right_to_inspect_copy",
                "consequence_of_refusal",
                "witness_signature",
                "use_described",
                "tpo_redisclosure_statement",
                "reasonable_time_limit",
            ]
            .iter()
            .enumerate()
            .filter(|(_, w)| get("consent_elements").as_array().is_some_and(|a| a.iter().any(|x| x.as_str() == Some(w))))
            .fold(0, |b, (i, _)| b | 1 << i),
            consent_scope: [
                "identity",
                "contact",
                "client_status",
                "location_shelter",
                "appointment_dates",
                "attendance_summary",
                "session_start_stop",
                "modality_frequency",
                "diagnosis",
                "symptoms",
                "functional_status",
                "treatment_plan",
                "prognosis",
                "progress_summary",
                "progress_notes",
                "psychotherapy_notes",
                "test_results",
                "medication",
                "billing_codes",
                "account_balance",
                "sud_records",
                "sud_counseling_notes",
                "hiv",
                "genetic",
                "reproductive",
                "group_session",
                "third_party_info",
                "threat_statement",
                "victim_identity",
                "danger_assessment",
                "abuse_details",
                "child_identity",
                "abuser_identity",
                "safety_plan",
                "education_record",
                "ferpa_treatment_record",
                "duty_restrictions",
                "obtained_outside_records",
                "correspondence",
                "internal_qa",
                "aggregate",
                "deidentified",
                "limited_data_set",
                "whole_record",
            ]
            .iter()
            .enumerate()
            .filter(|(_, w)| get("consent_scope").as_array().is_some_and(|a| a.iter().any(|x| x.as_str() == Some(w))))
            .fold(0, |b, (i, _)| b | 1 << i),
            consent_conditioned_on_services: get("consent_conditioned_on_services").as_bool().unwrap_or_default(),
            consent_compound: get("consent_compound").as_bool().unwrap_or_default(),
            consent_expiry: get("consent_expiry").as_i64().unwrap_or_default(),
            legal_process: [
                "attorney_subpoena",
                "court_issued_subpoena",
                "grand_jury_subpoena",
                "court_order",
                "part2_court_order",
                "search_warrant",
                "administrative_subpoena",
                "informal_request",
                "written_request",
                "foreign_order",
            ]
            .iter()
            .enumerate()
            .filter(|(_, w)| get("legal_process").as_array().is_some_and(|a| a.iter().any(|x| x.as_str() == Some(w))))
            .fold(0, |b, (i, _)| b | 1 << i),
            order_signed_by_judge: get("order_signed_by_judge").as_bool().unwrap_or_default(),
            order_recipients_match: get("order_recipients_match").as_bool().unwrap_or_default(),
            hipaa_satisfactory_assurance: ["none", "notice_to_client", "qualified_protective_order"]
                .iter()
                .position(|w| get("hipaa_satisfactory_assurance").as_str() == Some(w))
                .unwrap_or(255) as u8,
            client_notified_of_process: get("client_notified_of_process").as_bool().unwrap_or_default(),
            privilege_status: [
                "none",
                "asserted",
                "waived_by_client",
                "waived_in_part",
                "client_in_issue",
                "abrogated_by_statute",
            ]
            .iter()
            .position(|w| get("privilege_status").as_str() == Some(w))
            .unwrap_or(255) as u8,
            secrecy_order: get("secrecy_order").as_bool().unwrap_or_default(),
            administrative_request_specific: get("administrative_request_specific").as_bool().unwrap_or_default(),
            official_represents_need: get("official_represents_need").as_bool().unwrap_or_default(),
            threat_target: [
                "none",
                "self",
                "identifiable_person",
                "identifiable_group_or_place",
                "school",
                "general_public",
                "property",
            ]
            .iter()
            .position(|w| get("threat_target").as_str() == Some(w))
            .unwrap_or(255) as u8,
            disclosure_necessary_to_protect: get("disclosure_necessary_to_protect").as_bool().unwrap_or_default(),
            medical_emergency: get("medical_emergency").as_bool().unwrap_or_default(),
            crime_on_premises_or_against_staff: get("crime_on_premises_or_against_staff").as_bool().unwrap_or_default(),
            client_admitted_violent_crime: get("client_admitted_violent_crime").as_bool().unwrap_or_default(),
            learned_in_treatment_for_propensity: get("learned_in_treatment_for_propensity").as_bool().unwrap_or_default(),
            client_is_crime_victim: get("client_is_crime_victim").as_bool().unwrap_or_default(),
            reportable_injury: ["none", "gunshot", "stabbing", "burn", "assault_injury"]
                .iter()
                .position(|w| get("reportable_injury").as_str() == Some(w))
                .unwrap_or(255) as u8,
            police_seek_to_locate: get("police_seek_to_locate").as_bool().unwrap_or_default(),
            child_abuse_suspected: get("child_abuse_suspected").as_bool().unwrap_or_default(),
            abuse_victim_now_adult: get("abuse_victim_now_adult").as_bool().unwrap_or_default(),
            suspected_abuser_has_current_child_access: get("suspected_abuser_has_current_child_access")
                .as_bool()
                .unwrap_or_default(),
            adult_abuse_suspected: get("adult_abuse_suspected").as_bool().unwrap_or_default(),
            action_kind: [
                "none",
                "suit_by_client",
                "board_complaint_by_client",
                "fee_collection",
                "client_injury_suit",
                "custody",
                "criminal_against_client",
                "criminal_against_third_party",
                "civil_third_party",
                "dependency",
                "court_martial",
                "oversight_proceeding",
            ]
            .iter()
            .position(|w| get("action_kind").as_str() == Some(w))
            .unwrap_or(255) as u8,
            client_initiated_action_against_holder: get("client_initiated_action_against_holder").as_bool().unwrap_or_default(),
            oversight_unrelated_to_care: get("oversight_unrelated_to_care").as_bool().unwrap_or_default(),
            research_approval: [
                "none",
                "client_consent",
                "irb_waiver",
                "limited_data_set_dua",
                "deidentified",
                "decedent_representation",
            ]
            .iter()
            .position(|w| get("research_approval").as_str() == Some(w))
            .unwrap_or(255) as u8,
            command_notification_ground: [
                "none",
                "harm_to_self",
                "harm_to_others",
                "harm_to_mission",
                "special_personnel",
                "inpatient_care",
                "acute_condition",
                "substance_program",
                "command_directed_eval",
            ]
            .iter()
            .position(|w| get("command_notification_ground").as_str() == Some(w))
            .unwrap_or(255) as u8,
            breach_event: ["none", "unsecured_unauthorised", "encrypted", "unintentional_internal_good_faith"]
                .iter()
                .position(|w| get("breach_event").as_str() == Some(w))
                .unwrap_or(255) as u8,
            breach_low_probability_shown: get("breach_low_probability_shown").as_bool().unwrap_or_default(),
            breach_individuals_count: get("breach_individuals_count").as_i64().unwrap_or_default(),
            workers_comp_claim: get("workers_comp_claim").as_bool().unwrap_or_default(),
            required_by_law: get("required_by_law").as_bool().unwrap_or_default(),
            report_authorised_by_statute: get("report_authorised_by_statute").as_bool().unwrap_or_default(),
            ordered_by_judge: get("ordered_by_judge").as_bool().unwrap_or_default(),
            warrant_signed_by_judge: get("warrant_signed_by_judge").as_bool().unwrap_or_default(),
            subpoena_served: get("subpoena_served").as_bool().unwrap_or_default(),
            release_signed_and_current: get("release_signed_and_current").as_bool().unwrap_or_default(),
            written_form_on_file: get("written_form_on_file").as_bool().unwrap_or_default(),
            only_oral_permission: get("only_oral_permission").as_bool().unwrap_or_default(),
            serious_imminent_danger: get("serious_imminent_danger").as_bool().unwrap_or_default(),
            order_compels: get("order_compels").as_bool().unwrap_or_default(),
        }
    }
}

/// Which rules hold.
#[inline(never)]
pub fn decide(c: &Case) -> [bool; 150] {
    [
        // us.hipaa.authorization
        (c.release_signed_and_current
            && c.recipient_named_in_instrument
            && c.written_form_on_file
            && c.consent_elements >> 3 & 1 == 1
            && c.consent_elements >> 1 & 1 == 1
            && c.consent_elements >> 2 & 1 == 1
            && c.consent_elements >> 4 & 1 == 1
            && c.consent_elements >> 5 & 1 == 1
            && c.consent_elements >> 6 & 1 == 1
            && c.consent_elements >> 7 & 1 == 1
            && c.consent_elements >> 8 & 1 == 1
            && c.consent_elements >> 10 & 1 == 1
            && c.consent_elements >> 9 & 1 == 1
            && !(c.consent_conditioned_on_services)
            && !(matches!(c.consent_signed_by, 2)
                && (c.minor_consented_to_own_services
                    || c.client_emancipated
                    || (!(c.client_is_minor) && !(c.client_lacks_capacity))))),
        // us.hipaa.authorization_required
        (!(c.written_form_on_file)
            && c.information_identifiable
            && matches!(c.purpose, 1 | 2 | 15 | 17 | 19 | 20 | 21 | 22 | 27 | 29 | 30 | 31 | 33)),
        // us.hipaa.oral_only
        (c.only_oral_permission && !(matches!(c.purpose, 18))),
        // us.hipaa.authorization_expired
        (matches!(c.consent_status, 2) || c.consent_expiry < c.event_date),
        // us.hipaa.authorization_revoked
        matches!(c.consent_status, 3),
        // us.hipaa.authorization_false
        matches!(c.consent_status, 4),
        // us.hipaa.authorization_conditioned
        c.consent_conditioned_on_services,
        // us.hipaa.authorization_other_recipient
        (c.written_form_on_file && matches!(c.consent_status, 1) && !(c.recipient_named_in_instrument)),
        // us.hipaa.authorization_unsigned
        (c.written_form_on_file && (matches!(c.consent_status, 5) || matches!(c.consent_signed_by, 0 | 5))),
        // us.hipaa.authorization_by_representative
        (c.written_form_on_file && matches!(c.consent_status, 1) && matches!(c.consent_signed_by, 2 | 3 | 4)),
        // us.hipaa.authorization_parent_not_representative
        (c.written_form_on_file
            && matches!(c.consent_signed_by, 2)
            && (c.minor_consented_to_own_services
                || c.client_emancipated
                || (!(c.client_is_minor) && !(c.client_lacks_capacity)))),
        // us.hipaa.elements_not_recorded
        (c.written_form_on_file && matches!(c.consent_status, 1) && c.consent_elements == 0),
        // us.hipaa.no_description
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 3 & 1 == 1)),
        // us.hipaa.no_discloser
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 1 & 1 == 1)),
        // us.hipaa.no_recipient
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 2 & 1 == 1)),
        // us.hipaa.no_purpose
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 4 & 1 == 1)),
        // us.hipaa.no_expiry
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 5 & 1 == 1)),
        // us.hipaa.no_signature_or_date
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && (!(c.consent_elements >> 6 & 1 == 1) || !(c.consent_elements >> 7 & 1 == 1))),
        // us.hipaa.no_right_to_revoke
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 8 & 1 == 1)),
        // us.hipaa.no_conditioning_statement
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 10 & 1 == 1)),
        // us.hipaa.no_redisclosure_statement
        (c.written_form_on_file
            && matches!(c.consent_status, 1)
            && !(c.consent_elements == 0)
            && !(c.consent_elements >> 9 & 1 == 1)),
        // us.hipaa.breach_presumed
        matches!(c.breach_event, 1),
        // us.hipaa.breach_clock
        (matches!(c.breach_event, 1) && !(c.breach_low_probability_shown) && !(c.secrecy_order)),
        // us.hipaa.breach_notice
        (matches!(c.breach_event, 1)
            && !(c.breach_low_probability_shown)
            && !(c.secrecy_order)
            && matches!(c.recipient_kind, 0 | 4)),
        // us.hipaa.breach_notice_next_of_kin
        (matches!(c.breach_event, 1)
            && !(c.breach_low_probability_shown)
            && !(c.secrecy_order)
            && c.client_deceased
            && matches!(c.requester_authority, 6)
            && matches!(c.recipient_kind, 2 | 5 | 6)),
        // us.hipaa.breach_hhs_500
        (matches!(c.breach_event, 1)
            && !(c.breach_low_probability_shown)
            && !(c.secrecy_order)
            && !(c.breach_individuals_count < 500)
            && matches!(c.recipient_kind, 28)),
        // us.hipaa.breach_hhs_log
        (matches!(c.breach_event, 1)
            && !(c.breach_low_probability_shown)
            && c.breach_individuals_count < 500
            && matches!(c.recipient_kind, 28)),
        // us.hipaa.breach_media
        (matches!(c.breach_event, 1)
            && !(c.breach_low_probability_shown)
            && !(c.secrecy_order)
            && !(c.breach_individuals_count < 501)
            && matches!(c.recipient_kind, 42)),
        // us.hipaa.breach_low_probability
        (matches!(c.breach_event, 1) && c.breach_low_probability_shown),
        // us.hipaa.breach_secured
        matches!(c.breach_event, 2),
        // us.hipaa.breach_internal_good_faith
        matches!(c.breach_event, 3),
        // us.hipaa.breach_notice_delayed
        (matches!(c.breach_event, 1) && c.secrecy_order),
        // us.hipaa.breach_notice_waits
        (matches!(c.breach_event, 1)
            && c.secrecy_order
            && matches!(c.purpose, 4 | 29 | 31)
            && matches!(c.recipient_kind, 0 | 4 | 5 | 42)),
        // us.hipaa.threat
        (c.serious_imminent_danger
            && matches!(c.threat_target, 1 | 2 | 3 | 4 | 5)
            && (c.recipient_able_to_prevent_threat || matches!(c.recipient_kind, 17 | 36 | 37 | 38))),
        // us.hipaa.threat_medication
        (c.serious_imminent_danger && matches!(c.threat_target, 1 | 2 | 3 | 4 | 5) && matches!(c.recipient_kind, 7 | 37 | 38)),
        // us.hipaa.admitted_violent_crime
        (c.client_admitted_violent_crime && !(c.learned_in_treatment_for_propensity) && matches!(c.recipient_kind, 17)),
        // us.hipaa.admission_in_treatment
        (c.client_admitted_violent_crime && c.learned_in_treatment_for_propensity && matches!(c.recipient_kind, 17 | 24)),
        // us.hipaa.coroner
        (c.client_deceased && matches!(c.recipient_kind, 39)),
        // us.hipaa.research_waiver
        (matches!(c.purpose, 15) && matches!(c.research_approval, 2) && matches!(c.recipient_kind, 31)),
        // us.hipaa.research_decedents
        (matches!(c.purpose, 15) && matches!(c.research_approval, 5) && c.client_deceased && matches!(c.recipient_kind, 31)),
        // us.hipaa.military
        (c.client_is_service_member && !(matches!(c.command_notification_ground, 0)) && matches!(c.recipient_kind, 35)),
        // us.hipaa.firearm_check
        (matches!(c.recipient_kind, 46) && !(c.required_by_law)),
        // us.hipaa.workers_compensation
        (c.workers_comp_claim && matches!(c.purpose, 3 | 11 | 14 | 19) && matches!(c.recipient_kind, 13 | 28 | 32)),
        // us.hipaa.reproductive_2024
        (matches!(c.purpose, 11 | 12 | 14 | 28)
            && c.requested_categories >> 24 & 1 == 1
            && matches!(c.recipient_kind, 17 | 22 | 23 | 24 | 27 | 28 | 47)),
        // us.hipaa.reproductive_attestation_2024
        (c.requested_categories >> 24 & 1 == 1 && matches!(c.recipient_kind, 17 | 22 | 23 | 24 | 27 | 28 | 39 | 47)),
        // us.hipaa.general_forbid
        (c.information_identifiable || !(matches!(c.deidentification, 1 | 2))),
        // us.hipaa.to_individual
        (!(matches!(c.purpose, 16)) && matches!(c.recipient_kind, 0)),
        // us.hipaa.hhs
        (c.recipient_is_hhs && matches!(c.recipient_kind, 28)),
        // us.hipaa.decedent
        (c.client_deceased && !(matches!(c.recipient_kind, 4 | 39))),
        // us.hipaa.state_law_stricter
        (matches!(c.research_approval, 2)
            || (c.subpoena_served && !(matches!(c.hipaa_satisfactory_assurance, 0)))
            || (matches!(c.purpose, 18) && c.client_agreed_orally)),
        // us.hipaa.deid_safe_harbor
        (matches!(c.deidentification, 1) && !(c.information_identifiable)),
        // us.hipaa.deid_expert
        (matches!(c.deidentification, 2) && !(c.information_identifiable)),
        // us.hipaa.deid_actual_knowledge
        (matches!(c.deidentification, 1) && c.information_identifiable),
        // us.hipaa.aggregate
        c.requested_categories >> 40 & 1 == 1,
        // us.hipaa.limited_data_set
        (matches!(c.deidentification, 3) && matches!(c.research_approval, 3) && matches!(c.purpose, 4 | 15 | 25)),
        // us.hipaa.funder_gets_totals
        (matches!(c.purpose, 32) && c.information_identifiable),
        // us.hipaa.minimum_necessary
        (c.information_identifiable
            && !(matches!(c.recipient_kind, 0 | 4 | 7 | 37))
            && !(matches!(c.purpose, 16))
            && !(c.recipient_is_hhs)
            && !(c.required_by_law)
            && !(c.release_signed_and_current && c.recipient_named_in_instrument)),
        // us.hipaa.whole_record
        (c.requested_categories >> 43 & 1 == 1
            && !(matches!(c.recipient_kind, 0 | 4 | 7 | 37))
            && !(matches!(c.purpose, 16))
            && !(c.recipient_is_hhs)
            && !(c.required_by_law)
            && !(c.release_signed_and_current && c.recipient_named_in_instrument)),
        // us.hipaa.no_need_to_know
        ((matches!(c.recipient_kind, 9 | 10 | 11 | 12) || matches!(c.purpose, 5 | 6)) && !(c.recipient_need_to_know_internal)),
        // us.hipaa.unverified
        (!(c.recipient_identity_verified) && c.information_identifiable),
        // us.hipaa.verify_representative
        (matches!(c.recipient_kind, 2 | 3 | 4) || matches!(c.requester_authority, 3 | 5 | 7)),
        // us.hipaa.verify_official
        matches!(c.recipient_kind, 17 | 24 | 27 | 28 | 35 | 39 | 40 | 47),
        // us.hipaa.keep_documents
        (!(matches!(c.client_right_invoked, 0)) || !(matches!(c.access_denial_ground, 0)) || !(matches!(c.breach_event, 0))),
        // us.hipaa.family_agreed
        (c.recipient_involved_in_care
            && c.client_agreed_orally
            && !(c.client_objects)
            && matches!(c.purpose, 0 | 1 | 3 | 9 | 10 | 17 | 18 | 29 | 33)
            && matches!(c.recipient_kind, 2 | 5 | 6)),
        // us.hipaa.family_inferred
        (!(c.client_objects)
            && !(c.recipient_is_alleged_abuser)
            && !(c.client_deceased)
            && matches!(c.purpose, 0 | 1 | 10 | 18)
            && matches!(c.recipient_kind, 6)),
        // us.hipaa.family_incapacitated
        (c.recipient_involved_in_care
            && (c.client_unavailable_or_incapacitated_now || c.client_lacks_capacity)
            && !(c.client_objects)
            && !(c.recipient_is_alleged_abuser)
            && matches!(c.purpose, 0 | 1 | 3 | 9 | 10 | 18 | 29 | 33)
            && matches!(c.recipient_kind, 2 | 5 | 6)),
        // us.hipaa.family_deceased
        (c.client_deceased
            && c.recipient_involved_in_care
            && !(c.client_objects)
            && matches!(c.purpose, 3 | 18 | 26 | 33)
            && matches!(c.recipient_kind, 2 | 5 | 6)),
        // us.hipaa.representative
        (!(matches!(c.purpose, 16))
            && !(c.recipient_is_alleged_abuser)
            && !(matches!(c.access_denial_ground, 3))
            && ((matches!(c.requester_authority, 5) && c.client_deceased)
                || (matches!(c.requester_authority, 3) && !(c.client_is_minor) && !(c.client_deceased))
                || (matches!(c.requester_authority, 7) && c.client_lacks_capacity && !(c.client_deceased)))
            && matches!(c.recipient_kind, 2 | 4 | 6)),
        // us.hipaa.parent
        (c.client_is_minor
            && !(c.client_emancipated)
            && !(c.minor_consented_to_own_services)
            && matches!(c.requester_authority, 2 | 3)
            && !(matches!(c.purpose, 16))
            && !(c.recipient_is_alleged_abuser)
            && !(c.parent_access_harmful)
            && !(matches!(c.access_denial_ground, 3))
            && matches!(c.recipient_kind, 2 | 4)),
        // us.hipaa.minor_consented
        (c.client_is_minor
            && c.minor_consented_to_own_services
            && matches!(c.requester_authority, 2 | 3)
            && !(c.client_objects)
            && !(c.recipient_is_alleged_abuser)
            && !(c.parent_access_harmful)
            && matches!(c.recipient_kind, 2)),
        // us.hipaa.parent_not_representative
        (matches!(c.requester_authority, 2) && (!(c.client_is_minor) || c.client_emancipated) && matches!(c.recipient_kind, 2)),
        // us.hipaa.representative_unsafe
        ((c.recipient_is_alleged_abuser || c.parent_access_harmful || matches!(c.access_denial_ground, 3))
            && matches!(c.recipient_kind, 2 | 3 | 4 | 6)),
        // us.hipaa.order
        c.ordered_by_judge,
        // us.hipaa.order_not_signed
        ((c.legal_process >> 3 & 1 == 1 || c.legal_process >> 4 & 1 == 1) && !(c.order_signed_by_judge)),
        // us.hipaa.subpoena_notice
        (c.subpoena_served
            && !(c.ordered_by_judge)
            && matches!(c.hipaa_satisfactory_assurance, 1)
            && !(c.client_objects)
            && !(matches!(c.privilege_status, 1))
            && matches!(c.recipient_kind, 1 | 22 | 23 | 24 | 25 | 27 | 28)),
        // us.hipaa.subpoena_protective_order
        (c.subpoena_served
            && !(c.ordered_by_judge)
            && matches!(c.hipaa_satisfactory_assurance, 2)
            && matches!(c.recipient_kind, 1 | 22 | 23 | 24 | 25 | 27 | 28)),
        // us.hipaa.subpoena_own_notice
        (c.subpoena_served
            && !(c.ordered_by_judge)
            && c.client_notified_of_process
            && !(c.client_objects)
            && !(matches!(c.privilege_status, 1))
            && matches!(c.recipient_kind, 1 | 22 | 23 | 24 | 25 | 27 | 28)),
        // us.hipaa.subpoena_bare
        (c.subpoena_served
            && !(c.ordered_by_judge)
            && matches!(c.hipaa_satisfactory_assurance, 0)
            && !(c.client_notified_of_process)
            && !(c.legal_process >> 2 & 1 == 1)),
        // us.hipaa.injury_report
        (!(matches!(c.reportable_injury, 0)) && c.required_by_law && matches!(c.recipient_kind, 17)),
        // us.hipaa.warrant
        ((c.warrant_signed_by_judge || (c.legal_process >> 1 & 1 == 1 && c.order_signed_by_judge))
            && matches!(c.recipient_kind, 17 | 24 | 47)),
        // us.hipaa.warrant_not_judicial
        (c.legal_process >> 5 & 1 == 1 && !(c.order_signed_by_judge)),
        // us.hipaa.grand_jury
        (c.legal_process >> 2 & 1 == 1 && matches!(c.recipient_kind, 17 | 22 | 24)),
        // us.hipaa.administrative_request
        (c.legal_process >> 6 & 1 == 1 && c.administrative_request_specific && matches!(c.recipient_kind, 17 | 24 | 47)),
        // us.hipaa.police_informal
        (matches!(c.purpose, 12 | 28)
            && !(c.ordered_by_judge)
            && !(c.warrant_signed_by_judge)
            && !(c.subpoena_served)
            && matches!(c.recipient_kind, 17 | 24 | 26 | 47)),
        // us.hipaa.police_locate
        (c.police_seek_to_locate && matches!(c.recipient_kind, 17)),
        // us.hipaa.victim_agreed
        (c.client_is_crime_victim && c.client_agreed_orally && !(c.client_objects) && matches!(c.recipient_kind, 17)),
        // us.hipaa.victim_incapacitated
        (c.client_is_crime_victim
            && (c.client_unavailable_or_incapacitated_now || c.client_lacks_capacity)
            && c.official_represents_need
            && !(c.client_objects)
            && matches!(c.recipient_kind, 17)),
        // us.hipaa.death_by_crime
        (c.client_deceased && c.client_is_crime_victim && matches!(c.recipient_kind, 17)),
        // us.hipaa.crime_on_premises
        (c.crime_on_premises_or_against_staff && matches!(c.recipient_kind, 17)),
        // us.hipaa.workforce_victim
        (c.crime_on_premises_or_against_staff && matches!(c.recipient_kind, 17)),
        // us.hipaa.psychotherapy_notes
        (c.information_identifiable && !(matches!(c.recipient_kind, 0 | 4))),
        // us.hipaa.notes_authorization
        (c.consent_forms >> 3 & 1 == 1
            && c.release_signed_and_current
            && c.recipient_named_in_instrument
            && c.consent_scope >> 15 & 1 == 1
            && !(c.consent_compound)
            && !(c.consent_conditioned_on_services)
            && c.consent_elements >> 3 & 1 == 1
            && c.consent_elements >> 1 & 1 == 1
            && c.consent_elements >> 2 & 1 == 1
            && c.consent_elements >> 4 & 1 == 1
            && c.consent_elements >> 5 & 1 == 1
            && c.consent_elements >> 6 & 1 == 1
            && c.consent_elements >> 7 & 1 == 1
            && c.consent_elements >> 8 & 1 == 1
            && c.consent_elements >> 10 & 1 == 1
            && c.consent_elements >> 9 & 1 == 1
            && !(matches!(c.consent_signed_by, 2)
                && (c.minor_consented_to_own_services
                    || c.client_emancipated
                    || (!(c.client_is_minor) && !(c.client_lacks_capacity))))),
        // us.hipaa.notes_author
        (c.recipient_is_notes_author && matches!(c.purpose, 0 | 10) && matches!(c.recipient_kind, 9 | 10 | 12)),
        // us.hipaa.notes_training
        (matches!(c.purpose, 6) && c.recipient_need_to_know_internal && matches!(c.recipient_kind, 9 | 10 | 12)),
        // us.hipaa.notes_defence
        (matches!(c.purpose, 13)
            && c.client_initiated_action_against_holder
            && (matches!(c.recipient_kind, 22 | 27) || matches!(c.recipient_service_agreement, 1 | 3))
            && matches!(c.recipient_kind, 15 | 16 | 22 | 27)),
        // us.hipaa.notes_hhs
        (c.recipient_is_hhs && matches!(c.recipient_kind, 28)),
        // us.hipaa.notes_required_by_law
        c.required_by_law,
        // us.hipaa.notes_order
        (c.order_compels || (c.warrant_signed_by_judge && c.order_recipients_match)),
        // us.hipaa.notes_oversight
        (matches!(c.purpose, 14) && !(c.oversight_unrelated_to_care) && matches!(c.recipient_kind, 27 | 28)),
        // us.hipaa.notes_coroner
        (c.client_deceased && matches!(c.recipient_kind, 39)),
        // us.hipaa.notes_threat
        (c.serious_imminent_danger && c.requested_categories >> 15 & 1 == 1),
        // us.hipaa.notes_general_release
        (c.requested_categories >> 15 & 1 == 1 && c.written_form_on_file && !(c.consent_forms >> 3 & 1 == 1)),
        // us.hipaa.notes_compound
        (c.requested_categories >> 15 & 1 == 1 && c.consent_compound),
        // us.hipaa.notes_payer
        (c.requested_categories >> 15 & 1 == 1 && matches!(c.purpose, 3 | 21) && matches!(c.recipient_kind, 13)),
        // us.hipaa.required_by_law
        c.required_by_law,
        // us.hipaa.public_health
        (matches!(c.purpose, 25) && matches!(c.recipient_kind, 40)),
        // us.hipaa.child_abuse
        (c.child_abuse_suspected
            && (!(c.abuse_victim_now_adult) || c.suspected_abuser_has_current_child_access)
            && matches!(c.recipient_kind, 17 | 18 | 21)),
        // us.hipaa.adult_abuse_required
        (c.adult_abuse_suspected && c.required_by_law && matches!(c.recipient_kind, 17 | 19 | 20 | 21 | 28)),
        // us.hipaa.adult_abuse_agreed
        (c.adult_abuse_suspected
            && c.client_agreed_orally
            && !(c.client_objects)
            && matches!(c.recipient_kind, 17 | 19 | 20 | 21 | 28)),
        // us.hipaa.adult_abuse_authorised_harm
        (c.adult_abuse_suspected
            && c.report_authorised_by_statute
            && c.disclosure_necessary_to_protect
            && matches!(c.recipient_kind, 17 | 19 | 20 | 21 | 28)),
        // us.hipaa.adult_abuse_authorised_incapacity
        (c.adult_abuse_suspected
            && c.report_authorised_by_statute
            && (c.client_lacks_capacity || c.client_unavailable_or_incapacitated_now)
            && c.official_represents_need
            && matches!(c.recipient_kind, 17 | 19 | 20)),
        // us.hipaa.adult_abuse_inform
        (c.adult_abuse_suspected
            && !(c.informing_client_unsafe)
            && matches!(c.purpose, 8 | 9)
            && matches!(c.recipient_kind, 17 | 19 | 20 | 21 | 28)),
        // us.hipaa.adult_abuse_inform_unsafe
        (c.adult_abuse_suspected && c.informing_client_unsafe && matches!(c.recipient_kind, 17 | 19 | 20 | 21 | 28)),
        // us.hipaa.adult_abuse_no_basis
        (c.adult_abuse_suspected && !(c.required_by_law) && !(c.client_agreed_orally) && !(c.report_authorised_by_statute)),
        // us.hipaa.oversight
        (matches!(c.purpose, 14) && !(c.oversight_unrelated_to_care) && matches!(c.recipient_kind, 27 | 28 | 41)),
        // us.hipaa.oversight_of_client
        c.oversight_unrelated_to_care,
        // us.hipaa.access
        (matches!(c.purpose, 16)
            && !(c.matter_compiled_for_litigation)
            && !(matches!(c.access_denial_ground, 1 | 5))
            && matches!(c.recipient_kind, 0)),
        // us.hipaa.access_representative
        (matches!(c.purpose, 16)
            && !(c.matter_compiled_for_litigation)
            && !(c.recipient_is_alleged_abuser)
            && !(c.parent_access_harmful)
            && !(matches!(c.access_denial_ground, 1 | 3 | 5))
            && ((matches!(c.requester_authority, 5) && c.client_deceased)
                || (matches!(c.requester_authority, 3) && !(c.client_is_minor) && !(c.client_deceased))
                || (matches!(c.requester_authority, 7) && c.client_lacks_capacity && !(c.client_deceased)))
            && matches!(c.recipient_kind, 2 | 4 | 6)),
        // us.hipaa.access_parent
        (matches!(c.purpose, 16)
            && !(c.matter_compiled_for_litigation)
            && !(c.recipient_is_alleged_abuser)
            && !(c.parent_access_harmful)
            && !(matches!(c.access_denial_ground, 1 | 3 | 5))
            && matches!(c.requester_authority, 2 | 3)
            && c.client_is_minor
            && !(c.client_emancipated)
            && !(c.minor_consented_to_own_services)
            && matches!(c.recipient_kind, 2 | 4 | 6)),
        // us.hipaa.access_psychotherapy_notes
        (matches!(c.purpose, 16)
            && (c.requested_categories >> 15 & 1 == 1 || c.requested_categories >> 43 & 1 == 1)
            && matches!(c.recipient_kind, 0 | 2 | 4 | 6)),
        // us.hipaa.access_litigation_matter
        (matches!(c.purpose, 16)
            && (c.matter_compiled_for_litigation || matches!(c.access_denial_ground, 5))
            && matches!(c.recipient_kind, 0 | 2 | 4 | 6)),
        // us.hipaa.access_denied_danger
        (matches!(c.purpose, 16) && matches!(c.access_denial_ground, 1) && matches!(c.recipient_kind, 0 | 2 | 4 | 6)),
        // us.hipaa.access_partial
        (matches!(c.purpose, 16)
            && matches!(c.access_denial_ground, 1)
            && !(c.matter_compiled_for_litigation)
            && matches!(c.recipient_kind, 0)),
        // us.hipaa.access_other_person
        (matches!(c.purpose, 16) && matches!(c.access_denial_ground, 2) && matches!(c.recipient_kind, 0 | 2 | 4 | 6)),
        // us.hipaa.access_representative_harm
        (matches!(c.purpose, 16) && matches!(c.access_denial_ground, 3) && matches!(c.recipient_kind, 2 | 4 | 6)),
        // us.hipaa.access_not_in_best_interest
        (matches!(c.purpose, 16) && matches!(c.access_denial_ground, 4) && matches!(c.recipient_kind, 0 | 4)),
        // us.hipaa.written_direction
        (matches!(c.purpose, 16 | 17)
            && c.client_requested_disclosure
            && matches!(c.disclosure_mode, 4)
            && c.release_signed_and_current
            && c.recipient_named_in_instrument
            && matches!(c.consent_signed_by, 1 | 4)
            && !(c.matter_compiled_for_litigation)),
        // us.hipaa.amendment
        matches!(c.client_right_invoked, 1),
        // us.hipaa.amendment_refusable
        (matches!(c.client_right_invoked, 1) && (c.contains_outside_records || c.matter_compiled_for_litigation)),
        // us.hipaa.accounting
        (matches!(c.client_right_invoked, 2) && !(c.secrecy_order)),
        // us.hipaa.accounting_suspended
        (c.secrecy_order && (matches!(c.client_right_invoked, 2) || matches!(c.recipient_kind, 17 | 27 | 28))),
        // us.hipaa.restriction_request
        matches!(c.client_right_invoked, 3),
        // us.hipaa.confidential_communication
        matches!(c.client_right_invoked, 4),
        // us.hipaa.treatment
        (matches!(c.purpose, 0 | 1 | 2 | 10) && matches!(c.recipient_kind, 7 | 37 | 38)),
        // us.hipaa.treatment_partner
        (matches!(c.purpose, 0 | 1 | 2 | 10)
            && c.recipient_has_treatment_relationship
            && matches!(c.recipient_kind, 8 | 41 | 45)),
        // us.hipaa.treatment_internal
        (matches!(c.purpose, 0 | 1 | 2 | 10)
            && (c.recipient_need_to_know_internal || c.recipient_has_treatment_relationship)
            && matches!(c.recipient_kind, 9 | 10 | 11 | 12)),
        // us.hipaa.consultation
        (matches!(c.purpose, 7) && matches!(c.recipient_kind, 7 | 8)),
        // us.hipaa.emergency_care
        (c.medical_emergency && matches!(c.recipient_kind, 7 | 37 | 38)),
        // us.hipaa.payment
        (matches!(c.purpose, 3) && matches!(c.recipient_kind, 13)),
        // us.hipaa.payment_vendor
        (matches!(c.purpose, 3) && matches!(c.recipient_service_agreement, 1 | 3) && matches!(c.recipient_kind, 14)),
        // us.hipaa.payment_other_provider
        (matches!(c.purpose, 3) && matches!(c.recipient_kind, 7 | 37)),
        // us.hipaa.collection
        (matches!(c.action_kind, 3)
            && (matches!(c.recipient_kind, 22) || matches!(c.recipient_service_agreement, 1 | 3))
            && matches!(c.recipient_kind, 14 | 16 | 22)),
        // us.hipaa.out_of_pocket
        (c.client_paid_out_of_pocket_restriction && matches!(c.purpose, 3 | 4) && matches!(c.recipient_kind, 13)),
        // us.hipaa.internal
        (c.recipient_need_to_know_internal
            && matches!(c.purpose, 3 | 4 | 5 | 6 | 13 | 14)
            && matches!(c.recipient_kind, 9 | 10 | 11 | 12)),
        // us.hipaa.operations_other_entity
        (matches!(c.purpose, 4) && c.recipient_has_treatment_relationship && matches!(c.recipient_kind, 7 | 13)),
        // us.hipaa.own_attorney
        (matches!(c.purpose, 4 | 11 | 13) && matches!(c.recipient_service_agreement, 1 | 3) && matches!(c.recipient_kind, 16)),
        // us.hipaa.liability_insurer
        (matches!(c.purpose, 13) && matches!(c.recipient_service_agreement, 1 | 3) && matches!(c.recipient_kind, 15)),
        // us.hipaa.own_proceeding
        (matches!(c.purpose, 13) && c.client_initiated_action_against_holder && matches!(c.recipient_kind, 1 | 22 | 23 | 27)),
        // us.hipaa.accreditor
        (matches!(c.purpose, 4 | 14) && matches!(c.recipient_service_agreement, 1 | 3) && matches!(c.recipient_kind, 29)),
        // us.hipaa.agreement_missing
        (matches!(c.recipient_kind, 14 | 15 | 16 | 29) && !(matches!(c.recipient_service_agreement, 1 | 3))),
    ]
}
