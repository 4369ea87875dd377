package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Letters;

/// Base URLs as people paste them: with quotes and commas, without a scheme, glued together, with a label in front.
public final class EndpointGrammar {
    private static final List<String> LABELS = labels();

    private EndpointGrammar() {}

    /// What may stand before an address, as in `openaiBaseUrl=https://…`.
    private static List<String> labels() {
        var labels = new ArrayList<>(List.of("baseUrl=", "url="));
        for (Format format : Format.values()) {
            for (String name : format.names()) labels.add(name + "BaseUrl=");
        }
        return List.copyOf(labels);
    }

    /// The addresses in a text, in their order, without repetitions. Words that are not addresses are skipped.
    /// [BaseUrls#problem] checks whether an address can be a base URL.
    public static List<String> list(String text) {
        var found = new ArrayList<String>();
        for (String word : PastedList.words(unglued(text))) {
            String url = url(PastedList.bare(unlabelled(PastedList.bare(word))));
            if (url != null && !found.contains(url)) found.add(url);
        }
        return found;
    }

    /// The words of a text that are not addresses and that [#list] skips, in their order.
    public static List<String> skipped(String text) {
        var skipped = new ArrayList<String>();
        for (String word : PastedList.words(unglued(text))) {
            String bare = PastedList.bare(unlabelled(PastedList.bare(word)));
            if (!bare.isEmpty() && url(bare) == null) skipped.add(bare);
        }
        return skipped;
    }

    /// Puts a space before every scheme that follows something else.
    private static String unglued(String text) {
        String apart = text;
        for (String scheme : List.of("http://", "https://")) {
            for (int at = apart.indexOf(scheme, 1); at > 0; at = apart.indexOf(scheme, at + 2)) {
                boolean glued = Ids.isAlphanumeric(apart.charAt(at - 1)) || "/_-".indexOf(apart.charAt(at - 1)) >= 0;
                if (glued) apart = apart.substring(0, at) + " " + apart.substring(at);
            }
        }
        return apart;
    }

    private static String unlabelled(String word) {
        for (String label : LABELS) {
            boolean labelled = Letters.lower(word).startsWith(Letters.lower(label));
            if (labelled) return word.substring(label.length());
        }
        return word;
    }

    private static String url(String word) {
        String lower = Letters.lower(word);
        if (lower.startsWith("http//") || lower.startsWith("https//")) {
            int slashes = word.indexOf("//");
            return url(word.substring(0, slashes) + ":" + word.substring(slashes));
        }
        if (lower.startsWith("ttp://") || lower.startsWith("ttps://")) return url("h" + word);
        if (lower.startsWith("http://") || lower.startsWith("https://")) return word.endsWith("//") ? null : word;
        if (lower.indexOf("://") >= 0) return null;
        if (isLocal(lower)) return "http://" + word;
        return isDomain(lower) ? "https://" + word : null;
    }

    /// `localhost` or an IPv4 address, with a port.
    private static boolean isLocal(String lower) {
        int slash = lower.indexOf('/');
        String authority = slash < 0 ? lower : lower.substring(0, slash);
        int colon = authority.indexOf(':');
        if (colon < 0 || colon == authority.length() - 1) return false;
        String host = authority.substring(0, colon);
        return host.equals("localhost") || IpBlock.parse(host) != null;
    }

    /// Labels with a dot between them, the last of at least two letters; perhaps a port and a path.
    private static boolean isDomain(String lower) {
        int end = 0;
        while (end < lower.length() && ":/".indexOf(lower.charAt(end)) < 0) end++;
        String host = lower.substring(0, end);
        String last = host.substring(host.lastIndexOf('.') + 1);
        for (char c : last.toCharArray()) {
            if (c < 'a' || c > 'z') return false;
        }
        for (char c : host.toCharArray()) {
            if (!Ids.isAlphanumeric(c) && c != '-' && c != '.') return false;
        }
        boolean dots = host.length() > last.length() + 1 && !host.startsWith(".") && host.indexOf("..") < 0;
        return dots && last.length() >= 2;
    }
}
