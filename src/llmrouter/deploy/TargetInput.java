package llmrouter.deploy;

import java.net.IDN;
import java.util.Locale;

import llmrouter.config.Finding;
import llmrouter.http.HostName;
import llmrouter.http.HostName.HostProblem;
import llmrouter.text.Ws;

/// Hosts and patterns of routes as people type them: also as an address, with a scheme and capital letters.
public final class TargetInput {
    private TargetInput() {}

    /// The host of what was typed: without scheme, port, path and a dot at its end, in lower case.
    public static String host(String typed) {
        String text = withoutScheme(typed);
        int end = 0;
        while (end < text.length() && "/:?#*".indexOf(text.charAt(end)) < 0) end++;
        String host = text.substring(0, end).toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /// Why a typed text is no host for a gateway, a clause; null if it is one.
    public static String hostProblem(String typed) {
        String host = host(typed);
        String shown = Finding.quoted(Ws.trim(typed));
        if (host.indexOf('.') <= 0) return shown + " is no host; write one such as router.example.com";
        HostProblem problem = HostName.problem(host);
        if (problem != null) return shown + " " + problem.what() + "; " + fix(host, problem);
        return withoutScheme(typed).equalsIgnoreCase(host) ? null : rest(typed, host);
    }

    /// A name in other letters is registered in another form.
    private static String fix(String host, HostProblem problem) {
        if (host.chars().allMatch(c -> c < 128)) return problem.fix();
        try {
            return "write " + IDN.toASCII(host);
        } catch (IllegalArgumentException _) {
            return problem.fix();
        }
    }

    private static String rest(String typed, String host) {
        String text = withoutScheme(typed);
        String left = text.substring(Math.min(text.length(), host.length()));
        return left.equals("/") || left.equals(".") || left.equals("/*") ? null
            : Finding.quoted(Ws.trim(typed)) + " has more than a host; write only " + host;
    }

    /// The pattern of a route: without a scheme, the host in lower case, and with `*` where nothing was left open, so
    /// that every path of the gateway belongs to it.
    public static String pattern(String typed) {
        String text = withoutScheme(typed);
        int slash = text.indexOf('/');
        String host = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "/" : text.substring(slash);
        if (path.indexOf('*') >= 0) return host + path;
        return host + path + (path.endsWith("/") ? "*" : "/*");
    }

    /// Why a typed text is no pattern of a route, a clause; null if it is one.
    public static String patternProblem(String typed) {
        String pattern = pattern(typed);
        String shown = Finding.quoted(Ws.trim(typed));
        String host = pattern.substring(0, pattern.indexOf('/'));
        if (host.startsWith("*.")) host = host.substring(2);
        else if (host.startsWith("*")) host = host.substring(1);
        if (host.indexOf('*') >= 0) return shown + ": * may stand at the start of the host and in the path only";
        if (pattern.indexOf('?') >= 0) return shown + " has a query; a pattern ends with the path";
        if (pattern.chars().anyMatch(c -> c <= ' ' || c > '~')) return shown + " has a character that no address has";
        return hostProblem(host) == null ? null : shown + " is no pattern; write one such as router.example.com/*";
    }

    private static String withoutScheme(String typed) {
        String text = Ws.trim(typed);
        int scheme = text.indexOf("://");
        return scheme < 0 ? text : text.substring(scheme + 3);
    }
}
