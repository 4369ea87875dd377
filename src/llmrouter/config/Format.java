package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Alternatives;
import llmrouter.text.Letters;
import llmrouter.text.VersionNumber;

/// A wire format, with what configuration, addresses and paths need to know of it. How its texts are read and written
/// is for `protocol` to say.
public enum Format {
    OPENAI("openai", "openai", "Chat Completions", "chat/completions", Auth.Type.BEARER, "chat", "chat-completions"),
    CLAUDE("claude", "anthropic", "Messages", "messages", Auth.Type.X_API_KEY, "messages"),
    RESPONSES("responses", "openai", "Responses", "responses", Auth.Type.BEARER);

    /// The format that is assumed where nothing else decides. Most clients and providers speak it.
    public static final Format DEFAULT = OPENAI;

    private final String word;
    private final String vendor;
    private final String title;
    private final String endpoint;
    private final Auth.Type auth;
    private final List<String> others;

    Format(String word, String vendor, String title, String endpoint, Auth.Type auth, String... others) {
        this.word = word;
        this.vendor = vendor;
        this.title = title;
        this.endpoint = endpoint;
        this.auth = auth;
        this.others = List.of(others);
    }

    /// Its word in the configuration and on the command line.
    public String word() {
        return word;
    }

    /// The vendor that defines it, as paths and addresses write it. Two formats may have the same.
    public String vendor() {
        return vendor;
    }

    /// Its name in sentences.
    public String title() {
        return title;
    }

    /// The endpoint that its requests are posted to, relative to the version segment of a URL.
    public String endpoint() {
        return endpoint;
    }

    /// How its vendor expects the key.
    public Auth.Type auth() {
        return auth;
    }

    /// Whether its vendor's SDK puts `/v1` behind every base URL, so that vendors document theirs without it. OpenAI's
    /// SDK adds nothing.
    public boolean sdkAddsVersion() {
        return this == CLAUDE;
    }

    /// Whether its vendor's list of models comes in pages whose size the client chooses (platform.claude.com, "List
    /// Models"). Other lists come as a whole, or say themselves that there is more.
    public boolean listsInPages() {
        return this == CLAUDE;
    }

    /// Every word that people may write for it, in the configuration and on the command line: its own first, then its
    /// vendor's name, which stands for the vendor's first format, then what its vendor calls the interface.
    public String[] names() {
        var names = new ArrayList<>(List.of(word));
        if (isFirstOfVendor() && !vendor.equals(word)) names.add(vendor);
        names.addAll(others);
        return names.toArray(String[]::new);
    }

    /// Every name of every format.
    public static List<String> allNames() {
        var names = new ArrayList<String>();
        for (Format format : values()) names.addAll(List.of(format.names()));
        return List.copyOf(names);
    }

    /// Whether its vendor has no format that is listed before it. The vendor's name alone stands for this one.
    public boolean isFirstOfVendor() {
        for (Format format : values()) {
            if (format.vendor.equals(vendor)) return format == this;
        }
        throw new AssertionError(this);
    }

    /// A format to translate this one to where none is named: the default, or the one after it.
    public Format counterpart() {
        return this == DEFAULT ? CLAUDE : DEFAULT;
    }

    /// The format that a name stands for, in any case, or null. Each text in which people name a format is read here.
    public static Format of(String name) {
        String wanted = Letters.lower(name);
        for (Format format : values()) {
            if (List.of(format.names()).contains(wanted)) return format;
        }
        return null;
    }

    /// The format whose vendor an address names, or null. The default one is looked for last: many addresses of other
    /// formats have `openai` in them, for an interface that is made after OpenAI's.
    public static Format namedIn(String url) {
        Format found = url.contains(DEFAULT.vendor) ? DEFAULT : null;
        for (Format format : values()) {
            if (!format.vendor.equals(DEFAULT.vendor) && url.contains(format.vendor)) return format;
        }
        return found;
    }

    /// The format in which a model is asked: the client's own if the model is served in it, else the first that is
    /// configured. OpenAI's models since GPT-5.4 refuse tools beside thinking in Chat Completions, so these are asked
    /// in the Responses format if there is one (developers.openai.com, "Using GPT-5.4").
    ///
    /// @param offered in the configuration's order
    /// @param model   its id at the provider
    /// @return null if none is offered
    public static Format of(Format client, List<Format> offered, String model) {
        if (offered.contains(client)) return client;
        if (offered.isEmpty()) return null;
        return offered.contains(RESPONSES) && thinksWithToolsOnlyInResponses(model) ? RESPONSES : offered.getFirst();
    }

    private static boolean thinksWithToolsOnlyInResponses(String model) {
        String name = Letters.lower(model.substring(model.lastIndexOf('/') + 1));
        return name.startsWith("gpt-") && VersionNumber.of(name) >= 504 && !name.startsWith("gpt-oss");
    }

    /// The words of all formats.
    public static List<String> words() {
        return List.of(values()).stream().map(Format::word).toList();
    }

    /// The words of all formats as an alternative in a sentence, e.g. `--from=openai, --from=claude or
    /// --from=responses`.
    ///
    /// @param before put before each word
    /// @param after  put behind each word
    public static String anyOf(String before, String after) {
        return Alternatives.of(words().stream().map(word -> before + word + after).toList());
    }
}
