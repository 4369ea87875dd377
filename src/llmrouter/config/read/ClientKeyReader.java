package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ClientKey;
import llmrouter.config.Finding;
import llmrouter.json.Json;
import llmrouter.text.Letters;

/// Reads the keys of single clients.
final class ClientKeyReader {
    private ClientKeyReader() {}

    static List<ClientKey> read(Fields root) {
        var keys = new ArrayList<ClientKey>();
        List<Json> items = root.items("masterKeys");
        for (int i = 0; i < items.size(); i++) {
            Fields fields = Fields.of(items.get(i), ConfigSection.CLIENT_KEY, root.itemAt(i, "masterKeys"),
                root.findings());
            if (fields == null) continue;
            ClientKey key = key(fields);
            for (ClientKey other : keys) {
                if (other.name().equals(key.name())) {
                    root.findings().problem(fields.at("name"), Finding.quoted(key.name()) + " is the name of two keys",
                        "rename one");
                }
            }
            keys.add(key);
        }
        return keys;
    }

    private static ClientKey key(Fields fields) {
        String name = fields.text("name");
        if (name == null) {
            fields.missing("name", "has no name", "add \"name\", so that logs can name the client");
        }
        String digest = fields.text("keySha256");
        if (digest == null || !isDigest(digest)) {
            fields.findings().problem(digest == null ? fields.path() : fields.at("keySha256"),
                "has no SHA-256 digest of 64 hexadecimal digits as \"keySha256\"",
                "put the digest of the key there, never the key itself");
        }
        List<String> models = fields.texts("models");
        for (int i = 0; i < models.size(); i++) {
            String ref = models.get(i);
            JsonPath at = fields.itemAt(i, "models");
            fields.findings().later(known -> ReferenceChecks.checkAllowed(ref, at, known, fields.findings()));
        }
        var key = new ClientKey(name == null ? "" : name, digest == null ? "" : Letters.lower(digest), models,
            BucketReader.read(fields, null),
            fields.whole(1, "expires"));
        fields.warnUnknown();
        return key;
    }

    private static boolean isDigest(String text) {
        for (char c : text.toCharArray()) {
            if (Letters.digit(c, 16) < 0) return false;
        }
        return text.length() == 64;
    }
}
