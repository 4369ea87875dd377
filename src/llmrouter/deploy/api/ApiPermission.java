package llmrouter.deploy.api;

/// What a token must be allowed to do, in the words of Cloudflare's form for tokens.
public enum ApiPermission {
    SCRIPTS_EDIT("Account", "Workers Scripts", "Edit"),
    ROUTES_EDIT("Zone", "Workers Routes", "Edit"),
    ZONE_READ("Zone", "Zone", "Read"),
    DNS_READ("Zone", "DNS", "Read"),
    DNS_EDIT("Zone", "DNS", "Edit"),
    MEMBERSHIPS_READ("User", "Memberships", "Read"),
    ACCOUNT_READ("Account", "Account Settings", "Read");

    /// Where a user makes and edits tokens.
    public static final String PAGE = "https://dash.cloudflare.com/profile/api-tokens";

    private final String scope;
    private final String subject;
    private final String access;

    ApiPermission(String scope, String subject, String access) {
        this.scope = scope;
        this.subject = subject;
        this.access = access;
    }

    /// E.g. `Account > Workers Scripts > Edit`.
    public String words() {
        return scope + " > " + subject + " > " + access;
    }

    /// How to give it, a clause.
    public String fix() {
        return "edit the token at " + PAGE + " and add " + words();
    }
}
