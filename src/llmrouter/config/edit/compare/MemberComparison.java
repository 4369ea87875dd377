package llmrouter.config.edit.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.edit.input.JsonInput;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigSection;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;
import llmrouter.text.Timestamps;
import llmrouter.text.Ws;

/// Compares the members of one part of a configuration with those of the same part in another text.
final class MemberComparison {
    private static final int LONGEST = 200;
    private static final List<String> WAYS = List.of("", "Env", "File", "Command");
    private final List<FieldChange> found;

    /// @param found where the differences are added
    MemberComparison(List<FieldChange> found) {
        this.found = found;
    }

    /// The member by the spelling that counts, or null.
    static Json member(Obj part, ConfigSection section, String name) {
        for (ConfigKey key : section.keys()) {
            if (!key.name().equals(name)) continue;
            for (String spelling : key.spellings()) {
                if (!Json.isNull(part.get(spelling))) return part.get(spelling);
            }
        }
        return null;
    }

    /// The text of a member; empty if it has none.
    static String text(Obj part, ConfigSection section, String name) {
        return member(part, section, name) instanceof Str s ? Ws.trim(s.value()) : "";
    }

    /// Compares all members but the secrets and those that are left out; members that are not in the section's table
    /// come last.
    void compare(ConfigSection section, String owner, Obj before, Obj after, String... leftOut) {
        Set<String> known = new LinkedHashSet<>();
        for (ConfigKey key : section.keys()) {
            known.addAll(key.spellings());
            if (List.of(leftOut).contains(key.name()) || isSecret(key.name())) continue;
            values(owner, key.name(), member(before, section, key.name()), member(after, section, key.name()));
        }
        var others = new LinkedHashSet<>(before.members().keySet());
        others.addAll(after.members().keySet());
        others.removeAll(known);
        for (String name : others) values(owner, name, before.get(name), after.get(name));
    }

    private static boolean isSecret(String name) {
        return WAYS.stream().anyMatch(way -> name.equals("apiKey" + way) || name.equals("masterKey" + way));
    }

    private void values(String owner, String name, Json before, Json after) {
        if (before instanceof Obj old && after instanceof Obj now && !name.equals("window")) {
            var inner = new LinkedHashSet<>(old.members().keySet());
            inner.addAll(now.members().keySet());
            for (String each : inner) values(owner, name + "." + each, old.get(each), now.get(each));
            return;
        }
        String from = shown(name, before);
        String to = shown(name, after);
        boolean same = from == null ? to == null : from.equals(to);
        if (same && String.valueOf(before).equals(String.valueOf(after))) return;
        if (same && !isSensitive(name) && !name.equals("proxy")) return;
        found.add(FieldChange.changed(owner, name, from, to));
        if (before instanceof Arr || after instanceof Arr) vanished(owner, name, before, after);
    }

    private void vanished(String owner, String name, Json before, Json after) {
        List<String> left = JsonInput.listed(after).stream().map(MemberComparison::reference).toList();
        for (Json item : JsonInput.listed(before)) {
            String ref = reference(item);
            if (!left.contains(ref)) found.add(FieldChange.removed(owner, singular(name), ref));
        }
    }

    private static String singular(String name) {
        String last = name.endsWith("Targets") ? "fallback target" : name.equals("fallbackModels") ? "fallback" : name;
        return last.equals("aliases") ? "alias" : last.endsWith("s") ? last.substring(0, last.length() - 1) : last;
    }

    /// A key, by where it comes from.
    ///
    /// @param label for people
    /// @param name  of the first of the four members that may have it
    void secret(String owner, String label, String name, Obj before, Obj after) {
        ConfigSection section = owner.isEmpty() ? ConfigSection.ROOT : ConfigSection.PROVIDER;
        Secret old = secret(before, section, name);
        Secret now = secret(after, section, name);
        boolean same = old == null ? now == null : old.equals(now);
        if (same) return;
        String from = old == null ? null : KeySource.of(old);
        String to = now == null ? null : KeySource.of(now);
        // of a short key nothing is shown, so that its words do not change
        found.add(FieldChange.changed(owner, label, from, to != null && to.equals(from) ? to + " (changed)" : to));
    }

    private static Secret secret(Obj part, ConfigSection section, String name) {
        String inline = text(part, section, name);
        String variable = text(part, section, name + "Env");
        String file = text(part, section, name + "File");
        String command = text(part, section, name + "Command");
        if (!inline.isEmpty()) return new InlineSecret(inline);
        if (!variable.isEmpty()) return new EnvSecret(variable);
        if (!file.isEmpty()) return new FileSecret(file);
        return command.isEmpty() ? null : new CommandSecret(command);
    }

    /// A member whose value is not shown.
    void hidden(ConfigSection section, String owner, String name, Obj before, Obj after) {
        if (text(before, section, name).equals(text(after, section, name))) return;
        found.add(FieldChange.changed(owner, name, "(not shown)", "(another one)"));
    }

    /// The headers that a provider's requests get; of their values only that they changed.
    void headers(String owner, Obj before, Obj after) {
        Obj old = member(before, ConfigSection.PROVIDER, "headers") instanceof Obj o ? o : Json.object();
        Obj now = member(after, ConfigSection.PROVIDER, "headers") instanceof Obj o ? o : Json.object();
        for (String name : old.members().keySet()) {
            if (!now.has(name)) found.add(FieldChange.removed(owner, "header", name));
        }
        now.members().forEach((name, value) -> {
            if (!old.has(name)) found.add(FieldChange.added(owner, "header", name));
            else if (!String.valueOf(old.get(name)).equals(value.toString())) {
                found.add(FieldChange.changed(owner, "header " + name, "(not shown)", "(another one)"));
            }
        });
    }

    /// A value as people read it, or null for none.
    private static String shown(String name, Json value) {
        boolean absent = value == null || value instanceof Json.Null;
        if (absent) return name.equals("enabled") ? "true" : null;
        if (isSensitive(name)) return "(not shown)";
        String text = switch (value) {
            case Num seconds when name.equals("expires") -> moment(seconds);
            case Str s when name.equals("proxy") -> ProxyAddress.withoutLogin(s.value());
            case Str s -> s.value();
            case Arr a -> String.join(", ", a.items().stream().map(MemberComparison::item).toList());
            case Obj o when name.equals("window") && o.has("unit") && o.has("size") ->
                String.valueOf(o.get("size")) + " " + o.text("unit");
            case Obj _, Num _, Json.Bool _, Json.Null _ -> value.toString();
        };
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /// A moment in seconds since 1970, as a date and a time.
    private static String moment(Num seconds) {
        long at = Json.object().put("at", seconds).number("at", 0);
        return at < 1 ? seconds.text() : Timestamps.utc(at);
    }

    private static boolean isSensitive(String name) {
        String plain = Letters.lower(name);
        boolean key = plain.contains("key") && !plain.endsWith("env") && !plain.endsWith("file");
        return key || plain.contains("secret") || plain.contains("password") || plain.contains("authorization")
            || plain.contains("credential");
    }

    /// One item of a list; of a target its reference and its weight.
    private static String item(Json item) {
        boolean weighted = item instanceof Obj o && o.has("weight");
        return reference(item) + (weighted ? "@" + plain(((Obj) item).get("weight")) : "");
    }

    private static String reference(Json item) {
        if (item instanceof Obj target) {
            for (String name : List.of("ref", "target", "route", "model", "id", "name")) {
                if (target.text(name) != null) return target.text(name);
            }
        }
        return plain(item);
    }

    private static String plain(Json value) {
        return value instanceof Str s ? Ws.trim(s.value()) : value.toString();
    }
}
