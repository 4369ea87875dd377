package llmrouter.protocol.request;

import java.util.HashMap;
import java.util.Map;

import llmrouter.text.Fnv1a;

/// Names as the client spells them ⇄ names that the provider's format allows (`[a-zA-Z0-9_-]{1,64}` in every format),
/// for the length of one request. The same names in the same order always give the same result. One owner.
public final class ToolNames {
    /// OpenAI's limit for functions; Anthropic allows 128, but servers that imitate it often do not.
    static final int LONGEST = 64;

    private final Map<String, String> toWire = new HashMap<>();
    private final Map<String, String> toClient = new HashMap<>();
    /// how often each first choice was tried, so that asking again for the same name stays cheap, and for others with
    /// the same hash
    private final Map<String, Integer> rounds = new HashMap<>();

    /// The client's name of a tool that the provider called.
    public String client(String wire) {
        return toClient.getOrDefault(wire, wire);
    }

    /// The provider's name for one of the client's.
    public String wire(String client) {
        String known = toWire.get(client);
        if (known != null) return known;
        String wire = fresh(client);
        toWire.put(client, wire);
        toClient.put(wire, client);
        return wire;
    }

    /// An unused wire name similar to `wish`, for a tool that the client does not know.
    public String fresh(String wish) {
        String first = fits(wish) ? wish : shortened(wish, 0);
        int round = rounds.getOrDefault(first, 0);
        String name = round == 0 ? first : shortened(wish, round);
        while (toClient.containsKey(name)) name = shortened(wish, ++round);
        rounds.put(first, round + 1);
        toClient.put(name, wish);
        return name;
    }

    static boolean fits(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!allowed(name.charAt(i))) return false;
        }
        return !name.isEmpty() && name.length() <= LONGEST;
    }

    /// As much of the name as fits, with a hash of all of it.
    private static String shortened(String name, int round) {
        String hash = Fnv1a.hex(round == 0 ? name : name + '#' + round).substring(0, 8);
        int length = Math.min(name.length(), LONGEST - 9);
        var out = new StringBuilder(LONGEST);
        for (int i = 0; i < length; i++) out.append(allowed(name.charAt(i)) ? name.charAt(i) : '_');
        return out.append('_').append(hash).toString();
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }
}
