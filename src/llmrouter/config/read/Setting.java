package llmrouter.config.read;

import java.util.List;
import java.util.function.Function;

import llmrouter.text.Alternatives;
import llmrouter.text.Ws;

/// One setting of the environment: a row of [SettingsTable]. Its value can be read only through this row, so a variable
/// without a row has no effect.
///
/// @param name         the variable to use, e.g. `LLM_ROUTER_PORT`
/// @param olderNames   other names of the same setting; the first name with a value counts
/// @param kind         what may be written
/// @param preset       the default, as the variable would spell it; null if there is none
/// @param hostedPreset the default on a hosting platform, where it differs; else the same as `preset`
/// @param twin         the flag or the key of the configuration file that decides the same, in Markdown; null if there
///                     is none
/// @param meaning      plain sentences for the reference
public record Setting(Group group, String name, List<String> olderNames, Kind kind, String preset, String hostedPreset,
    String twin, String meaning) {

    /// The part of the reference in which a setting stands.
    public enum Group {
        CONFIGURATION("Configuration and master key"), ADDRESS("Address and TLS"), ACCESS("Which clients may call"),
        TIMES("Time limits"), FAILURES("Retries, cooldowns and circuits"), STATE("Routing state"),
            LOGS("Logs and debugging"),
        CONNECTIONS("Connections to providers"), RELOAD("Reload and service manager"), LAUNCHER("The launcher"),
            HOSTED("Hosting and deployment");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// What a value may be.
    public sealed interface Kind {
        /// @param allowed what may be written, a clause for messages and for the reference
        record TextKind(String allowed) implements Kind {}

        /// Text that counts as it is, white space at its ends included.
        record PasswordKind() implements Kind {}

        record YesNoKind() implements Kind {}

        /// A whole number; both bounds are included.
        ///
        /// @param unit `milliseconds`, `bytes` or empty
        record NumberKind(long min, long max, String unit) implements Kind {}

        record ChoiceKind(List<String> words) implements Kind {}

        /// What may be written, a clause for messages and for the reference.
        default String allowed() {
            return switch (this) {
                case TextKind text -> text.allowed;
                case PasswordKind _ -> "any text; white space counts";
                case YesNoKind _ -> "1 true yes y on, or 0 false no n off";
                case NumberKind number -> "a whole number from " + number.min + " to " + number.max;
                case ChoiceKind choice -> Alternatives.of(choice.words);
            };
        }

        /// The unit of a number; empty if it has none.
        default String unit() {
            return this instanceof NumberKind number ? number.unit : "";
        }
    }

    /// The name whose value counts; the first name if none has a value.
    ///
    /// @param env the value of a variable, or null
    public String nameIn(Function<String, String> env) {
        if (!has(env, name)) {
            for (String older : olderNames) {
                if (has(env, older)) return older;
            }
        }
        return name;
    }

    /// The value without white space around it; null if no name has a value. A blank value counts as none.
    public String in(Function<String, String> env) {
        String used = nameIn(env);
        if (!has(env, used)) return null;
        return kind instanceof Kind.PasswordKind ? env.apply(used) : Ws.trim(env.apply(used));
    }

    private boolean has(Function<String, String> env, String variable) {
        String value = env.apply(variable);
        return kind instanceof Kind.PasswordKind ? value != null && !value.isEmpty() : !Ws.blank(value);
    }

    Setting named(String... others) {
        return new Setting(group, name, List.of(others), kind, preset, hostedPreset, twin, meaning);
    }

    Setting hosted(String value) {
        return new Setting(group, name, olderNames, kind, preset, value, twin, meaning);
    }

    Setting like(String flagOrKey) {
        return new Setting(group, name, olderNames, kind, preset, hostedPreset, flagOrKey, meaning);
    }
}
