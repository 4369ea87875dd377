package llmrouter.cli.hosting;

import java.net.URI;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;

/// Where the live gateway is asked, if the user says so.
final class LiveAddress {
    private LiveAddress() {}

    /// Without a slash at its end; null if the user names none.
    /// @throws CliError it is no address
    static String of(Invocation in) {
        String given = in.arguments().text(HostingCommands.LIVE_URL.name());
        if (given == null) return null;
        try {
            URI uri = URI.create(given);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
            }
        } catch (IllegalArgumentException _) {
            // refused below
        }
        throw CliError.usage("--live-url must be an address such as https://router.example.com, not '" + given + "'");
    }
}
