package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.YesNo;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Str;

/// Changes a setting of the configuration as a whole. Reports the new value in words.
public sealed interface GatewayChange extends ConfigChange<String> {
    /// The word that switches a setting off.
    String OFF = "off";

    /// Sets the model of requests that name none.
    ///
    /// @param ref a model (`provider/model`) or an alias; `off`, `none` or nothing: such requests are refused
    record DefaultModel(String ref) implements GatewayChange {
        @Override
        public String applyTo(ConfigDraft draft, ConfigOutcome before) {
            if (clears(draft, ref, "defaultModel")) return OFF;
            String known = EntryLookup.reference(draft, "model", ref);
            put(draft, "defaultModel", known);
            return known;
        }
    }

    /// Sets what answers requests for names that are not configured.
    ///
    /// @param ref a model or an alias; `off`, `none` or nothing refuses such requests
    record UnknownModels(String ref) implements GatewayChange {
        @Override
        public String applyTo(ConfigDraft draft, ConfigOutcome before) {
            if (clears(draft, ref, "unknownModels")) return OFF;
            String known = EntryLookup.reference(draft, "unknownModels", ref);
            put(draft, "unknownModels", known);
            return known;
        }
    }

    /// Sets whether a request that a translation would change is refused.
    ///
    /// @param word `on` or `off`, or another word for yes or no
    record StrictTranslation(String word) implements GatewayChange {
        @Override
        public String applyTo(ConfigDraft draft, ConfigOutcome before) {
            Boolean on = word == null ? null : YesNo.bool(word);
            if (on == null) {
                throw new RefusedInput("strict", names -> (word == null ? "give " : names.value("strict", word)
                    + " is neither; write ") + "on or off");
            }
            boolean now = switch (draft.member(List.of(), "strictTranslation")) {
                case Bool b -> b.value();
                case Str s -> YesNo.bool(s.value()) == Boolean.TRUE;
                case Num n -> YesNo.bool(n.text()) == Boolean.TRUE;
                case null, default -> false;
            };
            if (now != on) draft.set(List.of(), Json.of(on.booleanValue()), "strictTranslation");
            return on ? "on" : OFF;
        }
    }

    /// Removes a setting if the word for its new value says so. An alias may be named like such a word.
    private static boolean clears(ConfigDraft draft, String word, String member) {
        boolean off = word != null && (OFF.equals(word) || word.equals("none") || word.isEmpty());
        if (!off || draft.aliasIds().contains(word)) return false;
        draft.remove(List.of(), member);
        return true;
    }

    private static void put(ConfigDraft draft, String member, String ref) {
        boolean same = draft.member(List.of(), member) instanceof Str s && s.value().equals(ref);
        if (!same) draft.set(List.of(), Json.of(ref), member);
    }
}
