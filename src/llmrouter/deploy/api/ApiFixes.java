package llmrouter.deploy.api;

/// What to do about an error of the API, by Cloudflare's codes and the status. The codes are those of the vendor's
/// documentation and of public reports of its tools.
final class ApiFixes {
    /// A token without the permission gets these, a wrong token too.
    static final int AUTHENTICATION = 10000;
    static final int INVALID_TOKEN = 1000;
    static final int UNAUTHORIZED = 9109;
    static final int NO_WORKER = 10007;
    static final int NO_SERVICE = 10090;
    static final int NO_SUBDOMAIN = 10063;
    static final int NO_CLASS = 10061;
    static final int NO_ROUTE_SCRIPT = 10019;
    static final int DUPLICATE_ROUTE = 10020;
    static final int NEEDS_SQLITE = 10097;
    static final int VERSION_WITH_MIGRATION = 10211;
    static final int SECRETS_CHANGED = 10220;
    static final int DOMAIN_OF_OTHER = 100116;
    static final int DNS_RECORD_EXISTS = 100117;

    static final String OTHER_SERVER = "check whether a proxy or a login page of the network answers instead of "
        + "Cloudflare, and CLOUDFLARE_API_BASE_URL if it is set";

    private ApiFixes() {}

    /// A clause. Never empty.
    ///
    /// @param permission that the call needs, or null
    static String of(int status, int code, ApiPermission permission) {
        String known = byCode(code);
        if (known != null) return known;
        if (code == INVALID_TOKEN) return "check the token, or make a new one at " + ApiPermission.PAGE;
        boolean refused = status == 403 || status == 401 || code == AUTHENTICATION || code == UNAUTHORIZED;
        if (refused && permission != null) {
            return "the token may lack a permission: " + permission.fix();
        }
        if (status == 401 || code == 6003 || code == 6111) {
            return "check the token, or make a new one at " + ApiPermission.PAGE;
        }
        if (refused) return "check what the token may do at " + ApiPermission.PAGE;
        if (status == 429) return "Cloudflare limits the number of calls; wait five minutes and run the command again";
        if (status >= 500) {
            return "run the command again in a moment; https://www.cloudflarestatus.com shows troubles of Cloudflare";
        }
        return status == 0 ? "check the network, then run the command again"
            : "correct that and run the command again";
    }

    private static String byCode(int code) {
        return switch (code) {
            case 7000, 7003 -> "check the account id and the name of the Worker";
            case 10034 -> "open the confirmation that Cloudflare sent to the account's e-mail address";
            case NO_SUBDOMAIN -> "the account needs a name below workers.dev: choose one in the dashboard under "
                + "Workers";
            case NO_WORKER, NO_SERVICE -> "check the name of the Worker and the account";
            case NO_CLASS, NEEDS_SQLITE, VERSION_WITH_MIGRATION ->
                "the Worker's Durable Object class was made in another way; delete the Worker and deploy it again, or "
                    + "deploy without durable state";
            case 10027, 10037 -> "the account's plan has reached a limit; delete a Worker that is not used, or change "
                + "it";
            case NO_ROUTE_SCRIPT -> "deploy the Worker again";
            case DUPLICATE_ROUTE -> "another Worker has this route; remove it there, or choose another pattern";
            case SECRETS_CHANGED -> "secrets have changed since that version";
            case DOMAIN_OF_OTHER -> "the host is the custom domain of another Worker; remove it there, or choose "
                + "another";
            case DNS_RECORD_EXISTS -> "the host has a DNS record already; delete it, or deploy with --replace-dns";
            default -> null;
        };
    }
}
