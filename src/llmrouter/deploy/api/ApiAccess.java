package llmrouter.deploy.api;

import java.net.URI;
import java.util.function.UnaryOperator;

import llmrouter.config.IpBlock;
import llmrouter.config.read.SettingsTable;
import llmrouter.text.Ws;

/// Where the API is, and the token for it.
///
/// @param baseUrl without a slash at its end
public record ApiAccess(String baseUrl, String token) {
    public static final String USUAL_BASE = "https://api.cloudflare.com/client/v4";

    private static final IpBlock LOOPBACK = IpBlock.parse("127.0.0.0/8");

    public ApiAccess {
        while (baseUrl.endsWith("/")) baseUrl = baseUrl.substring(0, baseUrl.length() - 1);
    }

    /// With the base URL of the environment, else the usual one.
    ///
    /// @param env the value of a variable, or null
    public static ApiAccess of(UnaryOperator<String> env, String token) {
        String base = SettingsTable.CLOUDFLARE_API_BASE.in(env);
        return new ApiAccess(base == null ? USUAL_BASE : base, Ws.trim(token));
    }

    /// Why no call can be made with this, a clause without the token; null if calls can be made.
    public String problem() {
        if (!isAddress(baseUrl)) {
            return "the base URL of the API must be https, or http on this machine; correct "
                + SettingsTable.CLOUDFLARE_API_BASE.name();
        }
        for (char c : token.toCharArray()) {
            if (c <= ' ' || c > '~') return "the API token holds a character that a token cannot have; copy it again";
        }
        return token.isEmpty() ? "the API token is empty" : null;
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) return false;
            String host = uri.getHost();
            boolean own = host.equals("localhost") || LOOPBACK.contains(host) || host.equals("[::1]");
            return "https".equals(uri.getScheme()) || own && "http".equals(uri.getScheme());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "ApiAccess[" + baseUrl + ", token hidden]";
    }
}
