// Generated from the server's OpenAPI by "npm run api-types". Do not edit.

export interface paths {
    "/api/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clusters */
        get: operations["clusters_api_clusters_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cluster */
        get: operations["cluster_api_clusters__slug__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters/{slug}/schools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cschools */
        get: operations["cschools_api_clusters__slug__schools_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clusters/{slug}/stories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cstories */
        get: operations["cstories_api_clusters__slug__stories_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guidance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Guidance */
        get: operations["guidance_api_guidance_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guidance/{slug}/{edition}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Edition */
        get: operations["edition_api_guidance__slug___edition__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guidance/{slug}/{edition}/recommendations/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rec */
        get: operations["rec_api_guidance__slug___edition__recommendations__number__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/guidance/{slug}/{edition}/recommendations/{number}/stories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recstories */
        get: operations["recstories_api_guidance__slug___edition__recommendations__number__stories_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Home */
        get: operations["home_api_home_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schools/{urn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** School */
        get: operations["school_api_schools__urn__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schools/{urn}/stories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sstories */
        get: operations["sstories_api_schools__urn__stories_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Session */
        get: operations["session_api_session_get"];
        put?: never;
        post?: never;
        /** Out */
        delete: operations["out_api_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Demo */
        post: operations["demo_api_session_demo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Outall */
        delete: operations["outall_api_sessions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/stories/{story_id}/authors/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Patch Author */
        patch: operations["patch_author_api_stories__story_id__authors__person_id__patch"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Audience
         * @description Who reads it, narrow to wide. ``draft`` is never a publication's audience.
         * @enum {string}
         */
        Audience: "draft" | "school" | "cluster" | "county" | "public";
        /**
         * AudienceView
         * @description Who can read it: the rung, and the same in words.
         */
        AudienceView: {
            reach: components["schemas"]["Audience"];
            /** Words */
            words: string;
        };
        /**
         * AuthorState
         * @description Where an invitation to write stands.
         * @enum {string}
         */
        AuthorState: "invited" | "accepted" | "declined" | "left";
        /**
         * AuthorView
         * @description Somebody who writes or was asked to.
         */
        AuthorView: {
            /** Can Remove */
            can_remove: boolean;
            invited_by: components["schemas"]["PersonRef"];
            /** May Edit */
            may_edit: boolean;
            /** On Byline */
            on_byline: boolean;
            person: components["schemas"]["PersonRef"];
            /** Position */
            position: number;
            /** School */
            school: string | null;
            state: components["schemas"]["AuthorState"];
        };
        /**
         * BylineName
         * @description A name as it was when the revision was made.
         */
        BylineName: {
            /** Name */
            name: string;
            /**
             * Person Id
             * Format: uuid
             */
            person_id: string;
            /** School */
            school: string | null;
            /** Urn */
            urn: number | null;
        };
        /**
         * ChangeAuthor
         * @description Change how somebody takes part.
         */
        ChangeAuthor: {
            /** May Edit */
            may_edit?: boolean | null;
            /** On Byline */
            on_byline?: boolean | null;
        };
        /**
         * ClusterCan
         * @description What the viewer may do here.
         */
        ClusterCan: {
            /** Be Present */
            be_present: boolean;
            /** Read Cluster Stories */
            read_cluster_stories: boolean;
            /** Start Story */
            start_story: boolean;
        };
        /**
         * ClusterRef
         * @description A cluster, named.
         */
        ClusterRef: {
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * ClusterSchool
         * @description A school of a cluster with its lead and how many of its stories the viewer may read.
         */
        ClusterSchool: {
            /** District */
            district: string | null;
            /** Fsm Percent */
            fsm_percent: number | null;
            leads: components["schemas"]["Post"];
            /** Mine */
            mine: boolean;
            /** Name */
            name: string;
            /** Phase */
            phase: string;
            /** Pupils */
            pupils: number | null;
            /** Stories */
            stories: number;
            /** Urn */
            urn: number;
        };
        /**
         * ClusterSummary
         * @description A cluster in a list.
         */
        ClusterSummary: {
            /** Mine */
            mine: boolean;
            /** Name */
            name: string;
            region: components["schemas"]["RegionRef"];
            /** Schools */
            schools: number;
            /** Slug */
            slug: string;
        };
        /**
         * ClusterView
         * @description A cluster's page.
         */
        ClusterView: {
            can: components["schemas"]["ClusterCan"];
            /** Focus */
            focus: components["schemas"]["EditionRef"][];
            leads: components["schemas"]["Post"];
            /** Name */
            name: string;
            region: components["schemas"]["RegionRef"];
            /** Schools */
            schools: number;
            /** Slug */
            slug: string;
            /** Stories */
            stories: number;
        };
        /**
         * DemoSignIn
         * @description Sign in as a persona of the demo county.
         */
        DemoSignIn: {
            /** Persona */
            persona: string;
        };
        /**
         * DraftSummary
         * @description A draft in "what I am writing".
         */
        DraftSummary: {
            audience: components["schemas"]["AudienceView"];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["ItemKind"];
            /** May Edit */
            may_edit: boolean;
            /** Open Submissions */
            open_submissions: components["schemas"]["SubmissionState"][];
            school: components["schemas"]["SchoolRef"];
            /** Tags */
            tags: components["schemas"]["RecommendationRef"][];
            /** Title */
            title: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * EditionRef
         * @description An edition, named: the address of its page is /evidence/{guidance}/{edition}.
         */
        EditionRef: {
            /** Edition */
            edition: string;
            /** Guidance */
            guidance: string;
            /** Title */
            title: string;
            /** Year */
            year: number;
        };
        /**
         * EditionView
         * @description An edition's page.
         */
        EditionView: {
            /** Edition */
            edition: string;
            /** Groups */
            groups: components["schemas"]["GroupView"][];
            /** Guidance */
            guidance: string;
            /** Note */
            note: string | null;
            /** Other Editions */
            other_editions: components["schemas"]["EditionRef"][];
            /** Publisher */
            publisher: string;
            /** Recommendations */
            recommendations: components["schemas"]["RecommendationCount"][];
            /** Title */
            title: string;
            /** Url */
            url: string | null;
            /** Year */
            year: number;
        };
        /**
         * GroupView
         * @description A heading of an edition.
         */
        GroupView: {
            /** Key */
            key: string;
            /** Title */
            title: string;
        };
        /**
         * GuidanceView
         * @description A line of guidance with its editions, newest first.
         */
        GuidanceView: {
            /** Editions */
            editions: components["schemas"]["EditionRef"][];
            /** Publisher */
            publisher: string;
            /** Slug */
            slug: string;
        };
        /**
         * HomeView
         * @description What needs the signed-in person now, oldest first, then what is new around them.
         */
        HomeView: {
            /** Clusters */
            clusters: components["schemas"]["ClusterRef"][];
            /** Invitations */
            invitations: components["schemas"]["InvitationView"][];
            /** New In Cluster */
            new_in_cluster: components["schemas"]["StorySummary"][];
            /** New In County */
            new_in_county: components["schemas"]["StorySummary"][];
            /** Reviews */
            reviews: components["schemas"]["ReviewItem"][];
            /** Writing */
            writing: components["schemas"]["DraftSummary"][];
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * InvitationView
         * @description An invitation to write that waits for an answer.
         */
        InvitationView: {
            /**
             * Invited At
             * Format: date-time
             */
            invited_at: string;
            invited_by: components["schemas"]["PersonRef"];
            school: components["schemas"]["SchoolRef"];
            /**
             * Story Id
             * Format: uuid
             */
            story_id: string;
            /** Title */
            title: string;
        };
        /**
         * ItemKind
         * @description What can be published.
         * @enum {string}
         */
        ItemKind: "case_study";
        /** Page[ClusterSchool] */
        Page_ClusterSchool_: {
            /** Items */
            items: components["schemas"]["ClusterSchool"][];
            /**
             * Next
             * @description Pass as ?cursor= to go on; null on the last page
             */
            next?: string | null;
        };
        /** Page[ClusterSummary] */
        Page_ClusterSummary_: {
            /** Items */
            items: components["schemas"]["ClusterSummary"][];
            /**
             * Next
             * @description Pass as ?cursor= to go on; null on the last page
             */
            next?: string | null;
        };
        /** Page[GuidanceView] */
        Page_GuidanceView_: {
            /** Items */
            items: components["schemas"]["GuidanceView"][];
            /**
             * Next
             * @description Pass as ?cursor= to go on; null on the last page
             */
            next?: string | null;
        };
        /** Page[StorySummary] */
        Page_StorySummary_: {
            /** Items */
            items: components["schemas"]["StorySummary"][];
            /**
             * Next
             * @description Pass as ?cursor= to go on; null on the last page
             */
            next?: string | null;
        };
        /**
         * PersonaView
         * @description Somebody the demo lets you be.
         */
        PersonaView: {
            /** Name */
            name: string;
            /** Persona */
            persona: string;
            /** Seats */
            seats: string[];
        };
        /**
         * PersonRef
         * @description Somebody, named.
         */
        PersonRef: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Initials */
            initials: string;
            /** Name */
            name: string;
        };
        /**
         * Post
         * @description A seat of a place with whoever holds it today; nobody means it is vacant.
         */
        Post: {
            /** Holders */
            holders: components["schemas"]["PersonRef"][];
            role: components["schemas"]["Role"];
            /** Title */
            title: string;
        };
        /**
         * Problem
         * @description RFC 9457 problem details, the one shape of every error.
         */
        Problem: {
            /** Detail */
            detail: string;
            /** Errors */
            errors?: {
                [key: string]: string;
            }[];
            /**
             * Instance
             * @default
             */
            instance: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * RecommendationCount
         * @description A recommendation with how many stories the viewer may read about it.
         *
         *     ``stories`` counts each once; ``through_other_editions`` is how many of them are tagged elsewhere only.
         */
        RecommendationCount: {
            /** Edition */
            edition: string;
            /** Group */
            group: string | null;
            /** Guidance */
            guidance: string;
            /** Id */
            id: number;
            /** Number */
            number: number;
            /** Stories */
            stories: number;
            /** Through Other Editions */
            through_other_editions: number;
            /** Title */
            title: string;
        };
        /**
         * RecommendationRef
         * @description A recommendation as a tag. Address: /evidence/{guidance}/{edition}/{number}.
         */
        RecommendationRef: {
            /** Edition */
            edition: string;
            /** Guidance */
            guidance: string;
            /** Id */
            id: number;
            /** Number */
            number: number;
            /** Title */
            title: string;
        };
        /**
         * RecommendationView
         * @description A recommendation's page.
         */
        RecommendationView: {
            /** Edition */
            edition: string;
            /** Edition Title */
            edition_title: string;
            /** Group */
            group: string | null;
            /** Guidance */
            guidance: string;
            /** Id */
            id: number;
            next: components["schemas"]["RecommendationRef"] | null;
            /** Number */
            number: number;
            previous: components["schemas"]["RecommendationRef"] | null;
            /** Publisher */
            publisher: string;
            /**
             * Related
             * @description One hop through the crosswalk, both ways
             */
            related: components["schemas"]["RelatedRecommendation"][];
            /** Stories */
            stories: number;
            /** Title */
            title: string;
            /** Url */
            url: string | null;
            /** Year */
            year: number;
        };
        /**
         * RegionRef
         * @description A region, named.
         */
        RegionRef: {
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * RelatedRecommendation
         * @description A recommendation of another edition that says the same, or partly.
         */
        RelatedRecommendation: {
            /** Edition */
            edition: string;
            /** Guidance */
            guidance: string;
            /** Id */
            id: number;
            /** Number */
            number: number;
            strength: components["schemas"]["Strength"];
            /** Title */
            title: string;
        };
        /**
         * ReviewItem
         * @description Something that waits for the viewer's decision.
         */
        ReviewItem: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            asked_by: components["schemas"]["PersonRef"];
            audience: components["schemas"]["Audience"];
            /** Revision */
            revision: number;
            school: components["schemas"]["SchoolRef"];
            state: components["schemas"]["SubmissionState"];
            /**
             * Story Id
             * Format: uuid
             */
            story_id: string;
            /**
             * Submission
             * Format: uuid
             */
            submission: string;
            /** Title */
            title: string;
        };
        /**
         * Role
         * @description The posts there are. The first two are at a school, then a cluster, a region, the deployment.
         * @enum {string}
         */
        Role: "contributor" | "school_lead" | "cluster_lead" | "regional_lead" | "administrator";
        /**
         * SchoolCan
         * @description What the viewer may do here.
         */
        SchoolCan: {
            /** Start Story */
            start_story: boolean;
        };
        /**
         * SchoolRef
         * @description A school, named, with what helps a reader to say "like ours". Null is unknown, never zero.
         */
        SchoolRef: {
            /** Fsm Percent */
            fsm_percent: number | null;
            /** Name */
            name: string;
            /** Phase */
            phase: string;
            /** Pupils */
            pupils: number | null;
            /** Urn */
            urn: number;
        };
        /**
         * SchoolView
         * @description A school's page.
         */
        SchoolView: {
            can: components["schemas"]["SchoolCan"];
            cluster: components["schemas"]["ClusterRef"] | null;
            /** District */
            district: string | null;
            /** Fsm Percent */
            fsm_percent: number | null;
            /** Name */
            name: string;
            /** Phase */
            phase: string;
            /** Postcode */
            postcode: string | null;
            /** Posts */
            posts: components["schemas"]["Post"][];
            /** Pupils */
            pupils: number | null;
            region: components["schemas"]["RegionRef"] | null;
            /** Status */
            status: string;
            /** Type */
            type: string | null;
            /** Urban Rural */
            urban_rural: string | null;
            /** Urn */
            urn: number;
        };
        /**
         * SeatView
         * @description A seat that the signed-in person holds. ``place`` is a URN or a slug, empty for the administrator.
         */
        SeatView: {
            /**
             * Cluster
             * @description Slug of the cluster this seat looks into
             */
            cluster?: string | null;
            /** Cluster Name */
            cluster_name?: string | null;
            /** Place */
            place: string;
            /**
             * Place Kind
             * @description school, cluster, region or deployment
             */
            place_kind: string;
            /** Place Name */
            place_name: string;
            role: components["schemas"]["Role"];
            /**
             * Title
             * @description e.g. "School Lead"
             */
            title: string;
        };
        /**
         * SessionView
         * @description Who is signed in, as whom. ``person`` is null when nobody is.
         */
        SessionView: {
            /** County */
            county: string;
            /** Demo */
            demo: boolean;
            /**
             * Invitations
             * @description How many invitations to write wait for an answer
             */
            invitations: number;
            person: components["schemas"]["PersonRef"] | null;
            /** Personas */
            personas: components["schemas"]["PersonaView"][];
            /**
             * Reviews
             * @description How many submissions wait for this person
             */
            reviews: number;
            /** Seats */
            seats: components["schemas"]["SeatView"][];
        };
        /**
         * StorySummary
         * @description A story in a list, as its newest revision that the viewer may read.
         */
        StorySummary: {
            audience: components["schemas"]["AudienceView"];
            /** Byline */
            byline: components["schemas"]["BylineName"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["ItemKind"];
            /** @description In a recommendation's list: how its tag matches; null where it is the tag itself */
            match?: components["schemas"]["Strength"] | null;
            /**
             * Published At
             * Format: date-time
             */
            published_at: string;
            /** Revision */
            revision: number;
            school: components["schemas"]["SchoolRef"];
            /** Summary */
            summary: string;
            /** Tags */
            tags: components["schemas"]["RecommendationRef"][];
            /** Title */
            title: string;
        };
        /**
         * Strength
         * @description How far two recommendations say the same.
         * @enum {string}
         */
        Strength: "close" | "partial";
        /**
         * SubmissionState
         * @description ``waiting`` and ``needs_changes`` are open; the others are outcomes.
         * @enum {string}
         */
        SubmissionState: "waiting" | "needs_changes" | "approved" | "declined" | "withdrawn";
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    clusters_api_clusters_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClusterSummary_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cluster_api_clusters__slug__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cschools_api_clusters__slug__schools_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClusterSchool_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cstories_api_clusters__slug__stories_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StorySummary_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    guidance_api_guidance_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_GuidanceView_"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    edition_api_guidance__slug___edition__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                edition: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditionView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rec_api_guidance__slug___edition__recommendations__number__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                edition: string;
                number: number;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recstories_api_guidance__slug___edition__recommendations__number__stories_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                edition: string;
                number: number;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StorySummary_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    home_api_home_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HomeView"];
                };
            };
        };
    };
    school_api_schools__urn__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                urn: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sstories_api_schools__urn__stories_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                urn: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StorySummary_"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session_api_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    out_api_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    demo_api_session_demo_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DemoSignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    outall_api_sessions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patch_author_api_stories__story_id__authors__person_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                story_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAuthor"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
