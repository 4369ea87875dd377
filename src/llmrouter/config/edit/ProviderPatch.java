package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.config.Secret;
import llmrouter.config.edit.input.JsonInput;
import llmrouter.config.edit.input.NetworkInput;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A change to one provider, or a new one. What is null stays as it is.
///
/// @param baseUrlByFormat base URLs of other formats stay
/// @param preferred       put before the other formats
/// @param headers         all of them
/// @param models          ids, all of them; what else the file says about a model that stays is kept
record ProviderPatch(String id, String name, Boolean enabled, String baseUrl, Map<Format, String> baseUrlByFormat,
        Secret apiKey, List<Format> formats, Format preferred, Obj headers, List<String> models,
        NetworkInput network) {
    private static final String CERTIFICATE = "clientCertificate";
    private static final String[] BASES = {"baseUrlByFormat", "endpointByFormat", "endpoints"};
    private static final String[] PREFERRED = {"format", "responseFormat"};

    /// A patch that says nothing about the way to the provider.
    ProviderPatch(String id, String name, Boolean enabled, String baseUrl, Map<Format, String> baseUrlByFormat,
            Secret apiKey, List<Format> formats, Format preferred, Obj headers, List<String> models) {
        this(id, name, enabled, baseUrl, baseUrlByFormat, apiKey, formats, preferred, headers, models,
            NetworkInput.NONE);
    }

    /// Applies the patch and returns whether the provider is new.
    boolean applyTo(ConfigDraft draft) {
        List<Object> path = draft.provider(id);
        boolean created = path == null;
        if (created) {
            draft.append(List.of("providers"), Json.object().put("id", id).put("name", name == null ? id : name));
            path = draft.provider(id);
        } else if (name != null) {
            draft.set(path, Json.of(name), "name");
        }
        if (enabled != null && !(created && enabled)) draft.set(path, Json.of(enabled), "enabled");
        if (baseUrl != null) draft.set(path, Json.of(baseUrl), "baseUrl", "endpoint");
        patchBases(draft, path);
        if (apiKey != null) draft.setSecret(path, apiKey, "apiKey", "credential");
        patchFormats(draft, path);
        if (headers != null) draft.set(path, headers, "headers");
        if (network.proxy() != null) setOrRemove(draft, path, network.proxy(), "proxy");
        if (!network.isEmpty()) patchCertificate(draft, path);
        if (models != null) draft.set(path, models(draft.member(path, "models")), "models");
        return created;
    }

    private static void setOrRemove(ConfigDraft draft, List<Object> path, String value, String name) {
        if (Ws.blank(value)) draft.remove(path, name);
        else draft.set(path, Json.of(value), name);
    }

    /// A path alone is one word in the file; with a key or a password the certificate becomes an object.
    private void patchCertificate(ConfigDraft draft, List<Object> path) {
        Json before = draft.member(path, CERTIFICATE);
        network.check(before instanceof Obj || before instanceof Str);
        boolean kept = before instanceof Obj && network.certificate() != null && !network.endsCertificate();
        if (network.isPlain() && !kept) {
            if (network.certificate() != null) setOrRemove(draft, path, network.certificate(), CERTIFICATE);
            return;
        }
        if (!(before instanceof Obj)) {
            String file = network.certificate() == null ? ((Str) before).value() : network.certificate();
            draft.set(path, Json.object().put("file", file), CERTIFICATE);
        }
        List<Object> inner = draft.pathOf(path, CERTIFICATE);
        if (network.certificate() != null) draft.set(inner, Json.of(network.certificate()), "file");
        if (network.keyFile() != null) setOrRemove(draft, inner, network.keyFile(), "keyFile");
        if (network.password() != null) draft.setSecret(inner, network.password(), "password", "password");
    }

    private void patchBases(ConfigDraft draft, List<Object> path) {
        if (baseUrlByFormat.isEmpty()) return;
        if (draft.member(path, BASES) == null) {
            Obj bases = Json.object();
            for (Format format : Format.values()) bases.put(format.word(), baseUrlByFormat.get(format));
            draft.set(path, bases, BASES);
            return;
        }
        List<Object> bases = draft.pathOf(path, BASES);
        for (Format format : Format.values()) {
            String url = baseUrlByFormat.get(format);
            if (url != null) draft.set(bases, Json.of(url), format.names());
        }
    }

    private void patchFormats(ConfigDraft draft, List<Object> path) {
        if (formats == null && preferred == null) return;
        var all = new ArrayList<Format>();
        if (preferred != null) all.add(preferred);
        if (formats != null) {
            addMissing(formats, all);
        } else {
            addMissing(read(draft.member(path, "formats")), all);
            addMissing(read(draft.member(path, PREFERRED)), all);
        }
        Arr words = Json.strings(all.stream().map(Format::word).toList());
        draft.set(path, words, "formats");
        if (draft.member(path, PREFERRED) != null) draft.set(path, words.items().getFirst(), PREFERRED);
    }

    private static void addMissing(List<Format> some, List<Format> all) {
        for (Format format : some) {
            if (!all.contains(format)) all.add(format);
        }
    }

    /// The formats that the file says; words that are not formats are left out.
    private static List<Format> read(Json value) {
        var formats = new ArrayList<Format>();
        for (Json item : JsonInput.listed(value)) {
            Format format = item instanceof Str s ? Format.of(s.value()) : null;
            if (format != null) formats.add(format);
        }
        return formats;
    }

    private Arr models(Json before) {
        Arr after = Json.array();
        for (String model : models) after.add(item(model, before));
        return after;
    }

    private static Json item(String model, Json before) {
        Json item = Json.of(model);
        for (Json old : JsonInput.listed(before)) {
            if (model.equals(ModelEntry.id(old))) item = old;
        }
        return item;
    }
}
