package llmrouter.config.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Alias.Strategy;

import static llmrouter.config.read.ConfigKey.optional;
import static llmrouter.config.read.ConfigKey.required;

/// The objects of the configuration file, each with the keys it may have. The readers, their warnings about unknown
/// keys and `docs/configuration.md` are made from this table.
///
/// To add a key: add its row, read it in the section's reader, run `./build.sh docs`.
public enum ConfigSection {
    ROOT("",
        optional("version", "whole number", "2, or 1 for a file of the first schema",
            "Version of the schema. A version above 2 is refused; version 1 is read as it is, and `migrate-config` "
                + "rewrites it.", "2"),
        optional("masterKey", "string", "no key",
            "The key that clients must send. Give at most one of the four `masterKey…` keys.",
            "\"gw_0123456789abcdef\""),
        optional("masterKeyEnv", "string", "–", "Name of the variable that holds the master key.", "\"GATEWAY_KEY\""),
        optional("masterKeyFile", "string", "–", "Path of the file that holds the master key.",
            "\"~/.config/gateway-key\""),
        optional("masterKeyCommand", "string", "–", "Command that prints the master key.", "\"pass show gateway\""),
        optional("masterKeys", "list of client keys", "none", "Further keys of single clients, as digests.",
            "[{\"name\": \"ci\", \"keySha256\": \"" + "ab".repeat(32) + "\"}]"),
        optional("defaultModel", "string", "none",
            "The model or alias of a request without a model or with an empty one. The model names `smart` and "
                + "`default` mean it too, unless an alias or a model has that name.",
            "\"p/m\""),
        optional("unknownModels", "string", "refused (404)",
            "The model or alias that answers requests for names that are not configured, as agents send them for "
                + "side tasks. `provider/*` sends such a name on to that provider as it is.",
            "\"p/m\""),
        optional("strictTranslation", "true or false", "false",
            "Whether a request that a translation would change is refused (400).", "true"),
        optional("providers", "list of providers", "none", "The providers.",
            "[{\"id\": \"p\", \"baseUrl\": \"https://api.example.com/v1\", \"format\": \"openai\", \"models\": "
                + "[\"m\"]}]"),
        optional("modelAliases", "object: alias id → alias", "none",
            "The aliases. An id starts with a letter or digit and has letters, digits and `. _ : -`.",
            "{\"work\": {\"targets\": [\"p/m\"]}}", "aliases"),
        optional("metadata", "anything", "–", "Kept, without effect.", "{\"owner\": \"team a\"}"),
        optional("$schema", "anything", "–", "Kept, without effect; for editors.",
            "\"https://example.com/schema.json\"")),

    CLIENT_KEY("masterKeys[]",
        required("name", "string", "Name of the client, for logs. Each name is used once.", "\"ci\""),
        required("keySha256", "string",
            "SHA-256 digest of the key, as 64 hexadecimal digits. The key itself is not stored.",
            "\"" + "ab".repeat(32) + "\""),
        optional("models", "list of strings", "all",
            "The models, aliases and whole providers (`p/*`) that this client may ask for.",
            "[\"p/m\"]", "model"),
        optional("rateLimits", "list of caps", "none",
            "Caps on all requests of this client together. A request counts once.",
            "[{\"models\": [\"all\"], \"requests\": 100, \"window\": \"1h\"}]"),
        optional("expires", "whole number ≥ 1", "never",
            "Moment after which the key is refused, in seconds since 1970.", "1893456000")),

    PROVIDER("providers[]",
        optional("id", "string", "made from `name`, with a warning",
            "Id of the provider: a lower-case letter, then lower-case letters, digits and hyphens.", "\"p\""),
        optional("name", "string", "the id", "Name for people.", "\"Provider P\""),
        optional("enabled", "true or false", "true",
            "Whether the provider is used. Mistakes in one that is not used are only warned about.", "true"),
        optional("baseUrl", "string", "required unless `baseUrlByFormat` is given",
            "Address of the API, `http` or `https`, as the provider documents it; see below.",
            "\"https://api.example.com/v1\"", "endpoint"),
        optional("baseUrlByFormat", "object: format → string", "`baseUrl`", "Addresses for single formats.",
            "{\"claude\": \"https://api.example.com/anthropic\"}", "endpointByFormat", "endpoints"),
        optional("format", "format", "–", "The preferred format.", "\"openai\"", "responseFormat"),
        optional("formats", "list of formats", "`format`, the keys of `baseUrlByFormat`, or the endpoint in `baseUrl`",
            "The formats that the provider speaks, the preferred one first. At least one must be known.",
            "[\"openai\", \"responses\"]"),
        optional("apiKey", "string", "no key", "The key of the provider. Give at most one of the four `apiKey…` keys.",
            "\"sk-0123456789\"", "credential"),
        optional("apiKeyEnv", "string", "–", "Name of the variable that holds the key.", "\"PROVIDER_KEY\""),
        optional("apiKeyFile", "string", "–", "Path of the file that holds the key.", "\"~/.config/provider-key\""),
        optional("apiKeyCommand", "string", "–", "Command that prints the key.", "\"pass show provider\""),
        optional("auth", "authentication",
            "what a known provider expects; else `x-api-key` for claude, `bearer` for the other formats",
            "How the key is sent.", "\"bearer\""),
        optional("authByFormat", "object: format → authentication", "`auth`", "How the key is sent in single formats.",
            "{\"claude\": \"x-api-key\"}"),
        optional("headers", "object: header → string", "none",
            "Headers of every request to the provider. Null, false and an empty string mean no header; for "
                + "`User-Agent` they remove the gateway's own.",
            "{\"X-Team\": \"a\"}"),
        optional("anthropicVersion", "string or list of strings", "`2023-06-01`",
            "Header `anthropic-version` of Messages requests.", "\"2023-06-01\""),
        optional("anthropicBeta", "string or list of strings", "none",
            "Header `anthropic-beta` of Messages requests; a list is joined by commas.",
            "[\"context-1m-2025-08-07\"]"),
        required("models", "list of strings or models",
            "The models; a string is the id of a model without further keys. The id `*` stands for every other model "
                + "of the provider: `provider/NAME` is passed on to it as it is, and `GET /v1/models` lists what the "
                + "provider's own list has.", "[\"m\", {\"id\": \"n\"}]"),
        optional("rateLimits", "list of caps", "none", "Caps on the provider.",
            "[{\"models\": [\"m\"], \"requests\": 60, \"window\": \"1m\"}]"),
        optional("timeouts", "object", "the settings of the environment", "Time limits of this provider.",
            "{\"connectMs\": 5000}"),
        optional("proxy", "string or false", "that of the environment",
            "The proxy for this provider, as in `HTTPS_PROXY`: `http://`, `https://` or `socks5://`, also for hosts "
                + "that `NO_PROXY` names. `\"none\"` or false: this provider is called without a proxy.",
            "\"socks5://proxy.example.com:1080\""),
        optional("clientCertificate", "string, object or false", "`LLM_ROUTER_CLIENT_CERTIFICATE`",
            "The certificate that is shown to this provider if it wants one (mutual TLS); a string is the path of a "
                + "file that holds the key too. `\"none\"` or false: no certificate is shown.",
            "\"~/.config/client.pem\""),
        optional("metadata", "anything", "–", "Kept, without effect.", "{\"account\": 7}"),
        optional("lastProbe", "anything", "–", "Kept, without effect.", "{}")),

    CLIENT_CERTIFICATE("providers[].clientCertificate",
        required("file", "string", "Path of a PKCS #12 file, or of a PEM file with the certificate and those of its "
            + "issuers.", "\"~/.config/client.p12\""),
        optional("keyFile", "string", "the key is in `file`", "Path of the PEM file that holds the private key.",
            "\"~/.config/client.key\""),
        optional("password", "string", "none",
            "Password of the PKCS #12 file or of the encrypted key. Give at most one of the four `password…` keys.",
            "\"word\""),
        optional("passwordEnv", "string", "–", "Name of the variable that holds the password.", "\"CLIENT_PASSWORD\""),
        optional("passwordFile", "string", "–", "Path of the file that holds the password.",
            "\"~/.config/client-password\""),
        optional("passwordCommand", "string", "–", "Command that prints the password.", "\"pass show client\"")),

    AUTH("providers[].auth and providers[].authByFormat.FORMAT",
        optional("type", "`bearer`, `x-api-key`, `header` or `none`",
            "`header` if `headerName` is given, else required",
            "`bearer` sends `Authorization: Bearer KEY`, `x-api-key` and `header` send the key in a header, `none` "
                + "sends no key.", "\"header\"", "kind"),
        optional("headerName", "string", "required for `header`", "The header that carries the key.", "\"X-Key\"",
            "header"),
        optional("prefix", "string", "empty", "Text before the key, for `header`.", "\"Key \"")),

    MODEL("providers[].models[]",
        required("id", "string", "What the provider calls the model, also with spaces. It is sent as it is. `*` stands "
            + "for every model of the provider that is not configured; its other keys hold for each of them.",
            "\"m\"", "name", "model"),
        optional("aliases", "list of strings", "none", "Other ids of the model.", "[\"big\"]", "alias"),
        optional("formats", "list of formats", "those of the provider", "The formats in which this model is served.",
            "[\"openai\"]", "format"),
        optional("enabled", "true or false", "true", "Whether the model is used.", "true"),
        optional("contextWindow", "whole number ≥ 1", "unknown", "Tokens of input and output together.", "200000"),
        optional("maxOutputTokens", "whole number ≥ 1", "unknown", "Tokens of output. A translated request asks for at "
            + "most this many, unless its client asks for 1,000,000 or more: then it wants no limit.", "8192"),
        optional("inlineThinking", "true or false", "what is known of models of this name",
            "Whether the model writes its thinking into the text of its answers, between `<think>` and `</think>`. "
                + "In answers that are translated it is told apart. With true, text without the first tag is held "
                + "back until the second one comes, or the text ends.", "true"),
        optional("cost", "object", "unknown", "Prices per million tokens. Checked, but not yet used.",
            "{\"input\": 3, \"output\": 15}"),
        optional("capabilities", "object", "what the provider's list says of a model that is passed through",
            "What the model can do.", "{\"tools\": true}"),
        optional("fallbackModels", "list of strings", "none",
            "Models, as `provider/model`, that are tried after this one.", "[\"p/n\"]",
            "silentFallbacks", "fallbacks"),
        optional("metadata", "anything", "–", "Kept, without effect.", "{}")),

    CAPABILITIES("providers[].models[].capabilities",
        optional("tools", "true or false", "unknown", "Whether the model calls tools. All of these keys are in the "
            + "list of models that clients of OpenAI's formats get.", "true"),
        optional("images", "true or false", "unknown", "Whether it takes images.", "true"),
        optional("jsonSchema", "true or false", "unknown", "Whether it answers in the form of a JSON Schema. With "
            + "false, a translated request does not ask for such a form; this is named as a loss.", "false"),
        optional("reasoning", "true or false", "unknown", "Whether it has a setting for how much it thinks. With "
            + "false, a translated request leaves that setting out; this is named as a loss.", "false"),
        optional("streaming", "true or false", "unknown", "Whether it streams its answers.", "true"),
        optional("usage", "true or false", "unknown", "Whether its answers say how many tokens they took.", "true")),

    COST("providers[].models[].cost",
        optional("input", "number ≥ 0", "unknown", "Price of a million input tokens.", "3"),
        optional("output", "number ≥ 0", "unknown", "Price of a million output tokens.", "15"),
        optional("cacheRead", "number ≥ 0", "unknown",
            "Price of a million input tokens read from the provider's cache.", "0.3"),
        optional("cacheWrite", "number ≥ 0", "unknown",
            "Price of a million input tokens written to the provider's cache.", "3.75")),

    CAP("providers[].rateLimits[] and masterKeys[].rateLimits[]",
        optional("id", "string", "made from `name`, or `bucket-1` and so on",
            "Id of the cap; each id is used once in its list.", "\"per-minute\""),
        optional("name", "string", "none", "Name for people.", "\"Per minute\"", "bucketName"),
        required("models", "list of strings", "Ids of the models whose requests count, or `all`. `*` counts those of "
            + "the models that are passed through.", "[\"all\"]", "model"),
        optional("requests", "whole number ≥ 1", "no limit",
            "Requests in one window. A cap needs `requests`, `tokens` or `concurrency`.", "60", "limit"),
        optional("tokens", "whole number ≥ 1", "no limit", "Input and output tokens in one window.", "100000"),
        optional("concurrency", "whole number ≥ 1", "no limit", "Requests at the same time.", "4"),
        optional("window", "window", "required for `requests` and `tokens`",
            "The window in which `requests` and `tokens` count.", "\"1m\""),
        optional("windowUnit", "unit of time", "–",
            "Unit of the window, for a file without `window`; `windowSize` is needed too.", "\"minute\""),
        optional("windowSize", "whole number from 1 to 1000000", "–",
            "Number of units of the window, beside `windowUnit`.", "5"),
        optional("metadata", "anything", "–", "Kept, without effect.", "{}")),

    WINDOW("rateLimits[].window",
        required("unit", "unit of time", "`second`, `minute`, `hour`, `day`, `week` or `month`.", "\"minute\"",
            "windowUnit"),
        required("size", "whole number from 1 to 1000000", "Number of units.", "5", "windowSize")),

    TIMEOUTS("providers[].timeouts",
        optional("connectMs", "whole number from 1 to 86400000", "`LLM_ROUTER_CONNECT_TIMEOUT_MS`",
            "Milliseconds to connect.", "5000"),
        optional("firstByteMs", "whole number from 1 to 86400000", "`LLM_ROUTER_UPSTREAM_TIMEOUT_MS`",
            "Milliseconds until the first byte of a streamed answer. While neither is set: 60000, or 300000 for a "
                + "provider in your own network.", "30000"),
        optional("firstEventMs", "whole number from 1 to 86400000", "`LLM_ROUTER_FIRST_EVENT_TIMEOUT_MS`",
            "Milliseconds until the first event with content of a streamed answer.", "60000"),
        optional("answerMs", "whole number from 1 to 86400000", "`LLM_ROUTER_ANSWER_TIMEOUT_MS`",
            "Milliseconds until a whole answer that is not streamed.", "300000"),
        optional("idleMs", "whole number from 0 to 86400000", "`LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS`",
            "Longest silence within a stream, in milliseconds. 0 switches the limit off.", "60000")),

    ALIAS("modelAliases.ID",
        optional("id", "string", "the key of the alias", "The same id as the key of the alias.", "\"work\""),
        optional("strategy", Strategy.anyOf("`"),
            "`ordered`", "The order in which targets are tried.", "\"ordered\""),
        required("targets", "list of strings or targets",
            "What the alias stands for. A string is the reference of a target with weight 1.", "[\"p/m\"]", "target"),
        optional("fallbackTargets", "list of strings or targets", "none",
            "Tried after all `targets`, in the order of the list.", "[\"p/n\"]", "fallbacks"),
        optional("metadata", "anything", "–", "Kept, without effect.", "{}")),

    TARGET("modelAliases.ID.targets[] and modelAliases.ID.fallbackTargets[]",
        required("ref", "string", "`provider/model`, an alias id, or `alias:` and an alias id.", "\"p/m\"", "target",
            "route", "model"),
        optional("weight", "number above 0, at most 1000000", "1",
            "Share of the requests, for the weighted strategies.", "2.5"),
        optional("metadata", "anything", "–", "Kept, without effect.", "{}")),

    /// An object whose keys are names of things, e.g. of aliases or headers.
    NAMES("");

    private final String where;
    private final List<ConfigKey> keys;
    private final Map<String, List<String>> spellings = new HashMap<>();

    ConfigSection(String where, ConfigKey... keys) {
        this.where = where;
        this.keys = List.of(keys);
        for (ConfigKey key : keys) spellings.put(key.name(), key.spellings());
    }

    /// Where such objects stand in the file; empty for the file itself.
    public String where() {
        return where;
    }

    /// Its keys, in the order of the reference; none for [#NAMES].
    public List<ConfigKey> keys() {
        return keys;
    }

    /// Every spelling of a key, in the order in which they count.
    ///
    /// @param name as in the table; any name for [#NAMES]
    List<String> spellings(String name) {
        if (this == NAMES) return List.of(name);
        if (spellings.get(name) instanceof List<String> found) return found;
        throw new IllegalArgumentException("the table of configuration keys has no key " + name + " in " + this);
    }

    /// Whether a key of the file is one of this table, in any spelling.
    boolean has(String key) {
        return this == NAMES || spellings.values().stream().anyMatch(all -> all.contains(key));
    }
}
