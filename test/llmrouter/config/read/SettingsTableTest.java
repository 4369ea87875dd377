package llmrouter.config.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.Settings.SettingsOutcome.InvalidSettings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.Setting.Kind.ChoiceKind;
import llmrouter.config.read.Setting.Kind.NumberKind;
import llmrouter.config.read.Setting.Kind.PasswordKind;
import llmrouter.config.read.Setting.Kind.TextKind;
import llmrouter.config.read.Setting.Kind.YesNoKind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SettingsTableTest {
    /// Rows whose variable a command or the launcher reads, or that have no effect yet.
    private static final Set<Setting> NOT_OF_THE_READER = Set.of(SettingsTable.CONFIG_FILE, SettingsTable.NO_COLOR,
        SettingsTable.MANAGED_BY_STARTUP, SettingsTable.JAVA, SettingsTable.JAVA_OPTIONS,
        SettingsTable.CLOUDFLARE_API_TOKEN, SettingsTable.CLOUDFLARE_ACCOUNT_ID,
        SettingsTable.CLOUDFLARE_API_BASE);

    /// What a deployment itself gives to a Worker. They are no settings.
    private static final Set<String> OF_A_DEPLOYMENT = Set.of("LLM_ROUTER_CONFIG_PARTS", "LLM_ROUTER_DEPLOYMENT",
        "LLM_ROUTER_STATE");

    private static final Set<Setting> CHECKED_TEXTS = Set.of(SettingsTable.STATE_BACKEND, SettingsTable.HTTPS_PROXY,
        SettingsTable.HTTP_PROXY, SettingsTable.TRUSTED_PROXIES, SettingsTable.ALLOWED_IPS,
            SettingsTable.ALLOWED_ORIGINS);

    private static final Pattern VARIABLE =
        Pattern.compile("\"((?:LLM_ROUTER|ROUTE|CLOUDFLARE|CF)_[A-Z0-9_]+|NO_COLOR|(?:HTTPS?|NO|https?|no)_(?:PROXY|p"
            + "roxy))\"");

    private static List<SettingProblem> problems(Map<String, String> env) {
        return SettingsReader.read(env::get) instanceof InvalidSettings(List<SettingProblem> problems) ? problems
            : List.of();
    }

    private static Set<String> names(Setting setting) {
        var names = new HashSet<>(setting.olderNames());
        names.add(setting.name());
        return names;
    }

    /// The table of known providers names the variables in which their users keep keys; the gateway reads one only if
    /// the configuration says so.
    @Test
    void everyVariableThatTheSourcesNameIsInTheTable() throws IOException {
        var known = new HashSet<>(OF_A_DEPLOYMENT);
        for (Setting setting : SettingsTable.rows()) known.addAll(names(setting));
        var unknown = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (file.startsWith("src/llmrouter/providers")) continue;
                var found = VARIABLE.matcher(Files.readString(file));
                while (found.find()) {
                    if (!known.contains(found.group(1))) unknown.add(file + ": " + found.group(1));
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void aNameStandsInOneRowOnly() {
        var seen = new HashSet<String>();
        for (Setting setting : SettingsTable.rows()) {
            for (String name : names(setting)) assertTrue(seen.add(name), name);
        }
    }

    @Test
    void theReaderReadsEveryRowUnderEachOfItsNames() {
        var asked = new HashSet<String>();
        SettingsReader.read(name -> {
            asked.add(name);
            return null;
        });
        for (Setting setting : SettingsTable.rows()) {
            if (NOT_OF_THE_READER.contains(setting)) assertFalse(asked.contains(setting.name()), setting.name());
            else assertTrue(asked.containsAll(names(setting)), setting.name());
        }
    }

    @Test
    void aDefaultWrittenOutMeansTheSameAsNoVariable() {
        var defaults = new HashMap<String, String>();
        for (Setting setting : SettingsTable.rows()) {
            // without this one, providers in the gateway's own network have another limit
            if (setting == SettingsTable.FIRST_BYTE_TIMEOUT) continue;
            if (setting.preset() != null) defaults.put(setting.name(), setting.preset());
        }
        SettingsOutcome none = SettingsReader.read(_ -> null);
        assertInstanceOf(ValidSettings.class, none);
        assertEquals(none, SettingsReader.read(defaults::get));
    }

    @Test
    void numbersAreTakenUpToTheirBoundsAndNotBeyond() {
        for (Setting setting : SettingsTable.rows()) {
            if (!(setting.kind() instanceof NumberKind bounds)) continue;
            var beyond = new ArrayList<>(List.of(bounds.max() + 1, bounds.min() - 1));
            for (long value : List.of(bounds.min(), bounds.max())) {
                var env = new HashMap<>(Map.of(setting.name(), Long.toString(value)));
                // The longest delay may not be below the first one.
                if (setting == SettingsTable.RETRY_MAX_DELAY) env.put(SettingsTable.RETRY_BASE_DELAY.name(), "0");
                assertEquals(List.of(), problems(env), setting.name());
            }
            for (long value : beyond) {
                String name = setting.name();
                assertEquals(List.of(name), problems(Map.of(name,
                    Long.toString(value))).stream().map(SettingProblem::variable).toList());
            }
        }
    }

    @Test
    void whatIsNotOfTheKindIsReportedUnderTheNameThatWasUsed() {
        for (Setting setting : SettingsTable.rows()) {
            if (NOT_OF_THE_READER.contains(setting) || !isChecked(setting)) continue;
            for (String name : names(setting)) {
                List<SettingProblem> problems = problems(Map.of(name, "?"));
                assertEquals(List.of(name), problems.stream().map(SettingProblem::variable).toList());
                boolean dependent = setting == SettingsTable.RETRY_MAX_DELAY;
                if (!dependent) assertEquals(setting.kind().allowed(), problems.getFirst().allowed(), name);
            }
        }
    }

    /// Whether not every text is a value: a path or a key cannot be checked.
    private static boolean isChecked(Setting setting) {
        return switch (setting.kind()) {
            case YesNoKind _, NumberKind _, ChoiceKind _ -> true;
            case PasswordKind _ -> false;
            case TextKind _ -> CHECKED_TEXTS.contains(setting);
        };
    }

    @Test
    void theFirstNameWithAValueCounts() {
        Setting setting = SettingsTable.CONFIG_JSON;
        assertEquals("ROUTE_CONFIG_JSON", setting.nameIn(Map.of("LLM_ROUTER_CONFIG_JSON", " ", "ROUTE_CONFIG_JSON",
            "{}", "LLM_ROUTER_JSON", "[]")::get));
        assertEquals("{}", setting.in(Map.of("ROUTE_CONFIG_JSON", " {} ", "LLM_ROUTER_JSON", "[]")::get));
        assertNull(setting.in(Map.of("LLM_ROUTER_JSON", "\t")::get));
        assertEquals(" hush ", SettingsTable.TLS_PASSWORD.in(Map.of("LLM_ROUTER_TLS_PASSWORD", " hush ")::get));
    }

    @Test
    void everyRowSaysWhatItMeansInSentences() {
        for (Setting setting : SettingsTable.rows()) {
            assertTrue(setting.meaning().endsWith("."), setting.name());
            assertTrue(Character.isUpperCase(setting.meaning().charAt(0)) || setting.meaning().startsWith("info"),
                setting.name());
        }
    }
}
