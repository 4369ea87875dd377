package llmrouter.config.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.config.Ids;
import llmrouter.text.Letters;
import llmrouter.text.NearestName;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// Finds variables of the environment that are spelled like a setting of this program and are none, so that a typing
/// error does not go unnoticed.
public final class UnknownSettings {
    private static final String PREFIX = "llmrouter";
    private static final List<String> WORDS_OF_KEYS = List.of("masterkey", "apikey", "authkey", "gatewaykey", "token",
        "secret", "password");
    /// What has a secret of its own, which is no key of clients.
    private static final List<String> OTHER_SECRETS = List.of("tls", "redis", "valkey", "certificate", "proxy");

    private UnknownSettings() {}

    /// A variable that has a value and no effect.
    ///
    /// @param nearest the setting that was probably meant, or null
    /// @param key     whether it seems to hold a key, so that its author may believe the gateway to be locked
    public record UnknownSetting(String name, String nearest, boolean key) {

        /// One line for the user. It names no value.
        public String warning() {
            String guess = nearest == null ? "" : " Did you mean " + nearest + "?";
            if (!key) {
                return "warning: the variable " + name + " has no effect, because it is not a setting of llm-router."
                    + guess + " 'llm-router help environment' lists all settings";
            }
            return "WARNING: " + name + " DOES NOT PROTECT THE GATEWAY: it is not a setting of llm-router, and its "
                + "value is not used as a key." + guess;
        }
    }

    /// All of them, by name.
    ///
    /// @param environment the variables and their values; a blank value counts as none
    public static List<UnknownSetting> in(Map<String, String> environment) {
        var unknown = new ArrayList<UnknownSetting>();
        Map<String, String> known = known();
        new TreeMap<>(environment).forEach((name, value) -> {
            String letters = letters(name);
            boolean ours = letters.startsWith(PREFIX) && letters.length() > PREFIX.length();
            if (!ours || Ws.blank(value) || known.containsValue(name)) return;
            unknown.add(unknown(name, letters.substring(PREFIX.length()), known));
        });
        return List.copyOf(unknown);
    }

    private static UnknownSetting unknown(String name, String rest, Map<String, String> known) {
        List<String> near = NearestName.of(rest, known.keySet(), 1);
        String nearest = near.isEmpty() ? null : known.get(near.getFirst());
        boolean key = rest.equals("key") || rest.equals("keys");
        for (String word : WORDS_OF_KEYS) key |= rest.contains(word);
        for (String word : OTHER_SECRETS) key &= !rest.contains(word);
        boolean guessed = nearest != null && (!key || nearest.equals(SettingsTable.MASTER_KEY.name()));
        return new UnknownSetting(name, guessed ? nearest : key ? SettingsTable.MASTER_KEY.name() : null, key);
    }

    /// The names of all settings, by what stands behind `LLM_ROUTER_`, letters and digits only.
    private static Map<String, String> known() {
        var known = new LinkedHashMap<String, String>();
        for (Setting setting : SettingsTable.rows()) {
            add(setting.name(), known);
            for (String older : setting.olderNames()) add(older, known);
        }
        return known;
    }

    private static void add(String name, Map<String, String> known) {
        String letters = letters(name);
        known.put(letters.startsWith(PREFIX) ? letters.substring(PREFIX.length()) : letters, name);
    }

    private static String letters(String name) {
        var letters = new Text(name.length());
        for (char c : Letters.lower(name).toCharArray()) {
            if (Ids.isAlphanumeric(c)) letters.add(c);
        }
        return letters.take();
    }
}
