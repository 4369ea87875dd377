package llmrouter.config;


import llmrouter.http.HostName;
import llmrouter.text.Letters;

/// Where routing state is kept.
public sealed interface StateBackend {
    /// The beginning of a Redis server's URL.
    String PLAIN = "redis://";
    /// The same for a server that speaks TLS.
    String TLS = "rediss://";

    record MemoryState() implements StateBackend {}

    /// @param path `~` is not yet expanded
    record FileState(String path) implements StateBackend {}

    /// @param tls      whether the connection is encrypted, and the server's certificate checked
    /// @param user     or null
    /// @param password or null
    record RedisState(boolean tls, String host, int port, String user, String password, int database)
            implements StateBackend {
        @Override
        public String toString() {
            String place = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return (tls ? TLS : PLAIN) + place + ":" + port + "/" + database;
        }
    }

    /// `memory`, `file` (in `path`), `redis://[[user]:password@]host[:port][/database]`, or `rediss://` with the same
    /// parts; null for anything else.
    static StateBackend parse(String text, String path) {
        String lower = Letters.lower(text);
        return switch (lower) {
            case "memory" -> new MemoryState();
            case "file" -> new FileState(path);
            default -> lower.startsWith(PLAIN) ? redis(false, text.substring(PLAIN.length()))
                : lower.startsWith(TLS) ? redis(true, text.substring(TLS.length())) : null;
        };
    }

    private static StateBackend redis(boolean tls, String rest) {
        int at = rest.lastIndexOf('@');
        String login = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        int colon = login.indexOf(':');
        String user = colon > 0 ? login.substring(0, colon) : null;
        String password = at < 0 ? null : login.substring(colon + 1);
        int slash = place.indexOf('/');
        String address = slash < 0 ? place : place.substring(0, slash);
        int database = slash < 0 || slash == place.length() - 1 ? 0 : number(place.substring(slash + 1));
        int portColon = address.indexOf(':', Math.max(address.lastIndexOf(']'), 0));
        String host = HostName.withoutBrackets(portColon < 0 ? address : address.substring(0, portColon));
        int port = portColon < 0 ? 6379 : number(address.substring(portColon + 1));
        if (host.isEmpty() || port < 1 || port > 65535 || database < 0) return null;
        return new RedisState(tls, host, port, user, password, database);
    }

    private static int number(String text) {
        int value = text.isEmpty() || text.length() > 6 ? -1 : 0;
        for (char c : text.toCharArray()) value = value < 0 || !Ids.isDigit(c) ? -1 : value * 10 + (c - '0');
        return value;
    }
}
