package llmrouter.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigSectionTest {
    private static final List<ConfigSection> SECTIONS =
        List.of(ConfigSection.values()).stream().filter(s -> s != ConfigSection.NAMES).toList();

    private static List<String> findings(String text) {
        var lines = new ArrayList<String>();
        var outcome = ConfigReader.read(text, "example");
        if (outcome instanceof InvalidConfig invalid) {
            for (Finding problem : invalid.problems()) lines.add(problem.describe());
        }
        for (Finding warning : outcome.warnings()) lines.add(warning.describe());
        return lines;
    }

    @Test
    void everyKeyIsReadUnderEachOfItsSpellingsAndItsExampleIsValid() {
        for (ConfigSection section : SECTIONS) {
            for (ConfigKey key : section.keys()) {
                boolean ignored = key.meaning().startsWith("Kept, without effect");
                for (String spelling : ignored ? List.of(key.name()) : key.spellings()) {
                    Obj members = Json.object().put(spelling, Json.parse(key.example()));
                    assertEquals(List.of(), findings(SectionSample.around(section, members)), section + " " + spelling);
                }
            }
        }
    }

    @Test
    void aRequiredKeyIsMissedAndAnOptionalOneIsNot() {
        for (ConfigSection section : SECTIONS) {
            for (ConfigKey key : section.keys()) {
                Obj without = Json.object().put(key.name(), Json.Null.NULL);
                var outcome = ConfigReader.read(SectionSample.around(section, without), "example");
                boolean needed = key.preset() == null || key.preset().contains("required")
                    && SectionSample.usual(section).containsKey(key.name());
                Class<?> expected = needed ? InvalidConfig.class : ValidConfig.class;
                boolean givenTwice = section == ConfigSection.PROVIDER && (key.name().equals("format")
                    || key.name().equals("formats"));
                boolean onlyCap = section == ConfigSection.CAP && key.name().equals("requests");
                if (!givenTwice && !onlyCap) assertInstanceOf(expected, outcome, section + " " + key.name());
            }
        }
    }

    @Test
    void aSpellingMeansOneKeyOnly() {
        for (ConfigSection section : SECTIONS) {
            var seen = new HashSet<String>();
            for (ConfigKey key : section.keys()) {
                for (String spelling : key.spellings()) assertTrue(seen.add(spelling), section + " " + spelling);
            }
        }
    }

    @Test
    void aKeyWithoutARowCannotBeRead() {
        assertThrows(IllegalArgumentException.class, () -> ConfigSection.PROVIDER.spellings("baseURL"));
        assertEquals(List.of("anything"), ConfigSection.NAMES.spellings("anything"));
        assertEquals(List.of("fallbackModels", "fallback-models", "silentFallbacks", "silent-fallbacks", "fallbacks"),
            ConfigSection.MODEL.spellings("fallbackModels"));
    }
}
