package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ArgumentParserTest {
    private static final Command PLAIN = Command.of("serve", "Serve", _ -> 0)
        .flags(Flag.integer("port", "PORT", 0, 65535, "Port."), Flag.bool("deep", "Deep."),
            Flag.text("user-id", "ID", "User."),
            Flag.choice("kind", "Kind.", List.of("request", "answer")), Flag.CONFIG,
            Flag.emptyableText("models", "LIST", "Models."),
            Flag.list("header", "NAME=VALUE", "Header."))
        .operands("[file]", 1);
    private static final Command MANY = Command.of("config", "Configure", _ -> 0)
        .flags(Flag.CONFIG, Flag.text("name", "NAME", "Name."), Flag.text("window", "WINDOW", "Window."),
            Flag.secret("api-key", "Key."))
        .operations(Operation.of("add-provider", null, "Add", "name", "api-key").aliases("edit-provider"),
            Operation.of("set-limit", null, "Limit", "window"));

    private static Arguments parse(Command command, String... words) {
        return ArgumentParser.parse(command, List.of(words));
    }

    private static String refusal(Command command, String... words) {
        var error = assertThrows(CliError.class, () -> parse(command, words));
        assertEquals(2, error.exitCode());
        return error.getMessage();
    }

    @Test
    void everySpellingOfAFlagMeansTheSame() {
        assertEquals(80L, parse(PLAIN, "--port=80").integer("port"));
        assertEquals(80L, parse(PLAIN, "--port", "80").integer("port"));
        assertEquals("a", parse(PLAIN, "--userId=a").text("user-id"));
        assertEquals("a", parse(PLAIN, "--user-id", "a").text("user-id"));
        assertEquals("/x", parse(PLAIN, "--configPath=/x").text("config"));
    }

    @Test
    void booleansAreOnByNameOffByNoAndTakeWords() {
        assertTrue(parse(PLAIN, "--deep").isOn("deep"));
        assertFalse(parse(PLAIN, "--no-deep").isOn("deep", true));
        assertFalse(parse(PLAIN).isOn("deep"));
        for (String word : List.of("1", "true", "YES", "y", "On")) {
            assertTrue(parse(PLAIN, "--deep=" + word).isOn("deep"), word);
        }
        for (String word : List.of("0", "False", "no", "N", "off")) {
            assertFalse(parse(PLAIN, "--deep=" + word).isOn("deep", true), word);
        }
        assertFalse(parse(PLAIN, "--deep", "false").isOn("deep", true));
        assertTrue(refusal(PLAIN, "--deep=maybe").contains("true or false, not 'maybe'"));
        assertTrue(refusal(PLAIN, "--no-deep=true").contains("--deep=true"));
    }

    @Test
    void aBooleanDoesNotSwallowAnOperand() {
        var arguments = parse(PLAIN, "--deep", "no");
        assertTrue(arguments.isOn("deep"));
        assertEquals("no", arguments.operand());
    }

    @Test
    void twoDashesEndTheFlags() {
        assertEquals("--deep", parse(PLAIN, "--", "--deep").operand());
        assertEquals("help", parse(PLAIN, "--", "help").operand());
        assertEquals("-", parse(PLAIN, "-").operand());
    }

    @Test
    void integersAreWholeAndWithinBounds() {
        assertEquals(0L, parse(PLAIN, "--port=0").integer("port"));
        assertEquals(65535L, parse(PLAIN, "--port=65535").integer("port"));
        for (String bad : List.of("65536", "-1", "80x", "8e1", "+80", "80.0", " 80", "99999999999999999999", "-"))
            assertTrue(refusal(PLAIN, "--port=" + bad).contains("from 0 to 65535, not '" + bad + "'"), bad);
    }

    @Test
    void unknownNamesAreRefusedWithTheNearestKnownOne() {
        assertTrue(refusal(PLAIN, "--prot=1").contains("\"--port\""));
        assertTrue(refusal(PLAIN, "--kind=anwser").contains("\"answer\""));
        assertTrue(refusal(MANY, "--operation=add-provder").contains("\"add-provider\""));
        assertTrue(refusal(PLAIN, "-x").contains("-x"));
    }

    @Test
    void aMissingOrEmptyValueIsRefused() {
        assertTrue(refusal(PLAIN, "--port").contains("needs a value"));
        assertTrue(refusal(PLAIN, "--user-id", "--deep").contains("--user-id=--deep"));
        assertTrue(refusal(PLAIN, "--user-id=").contains("unset"));
        assertTrue(refusal(PLAIN, "--config=").contains("unset"));
        assertEquals("", parse(PLAIN, "--models=").text("models"));
        assertNull(parse(PLAIN).text("models"));
    }

    @Test
    void ofARepeatedFlagTheLastCounts() {
        assertEquals(2L, parse(PLAIN, "--port=1", "--port=2").integer("port"));
    }

    @Test
    void ofARepeatedListAllValuesCountAndCanBeTypedAgain() {
        var arguments = parse(PLAIN, "--header=a=1", "--port=80", "--header", "b=2\nc", "--port=81");
        assertEquals(List.of("a=1", "b=2\nc"), arguments.list("header"));
        assertEquals(List.of("--header=a=1", "--header=b=2\nc", "--port=82", "--deep=true"),
            arguments.words("port", "82", "deep", "true"));
        assertEquals(List.of(), parse(PLAIN).list("header"));
    }

    @Test
    void aSurplusOperandIsRefused() {
        assertTrue(refusal(PLAIN, "a", "b").contains("'b'"));
    }

    @Test
    void aTildeIsTheHomeFolder() {
        assertEquals(CliRun.HOME.resolve("r.json"), parse(PLAIN, "--config=~/r.json").path("config", CliRun.HOME));
        assertEquals(CliRun.HOME, parse(PLAIN, "--config=~").path("config", CliRun.HOME));
        assertEquals("~bob/r.json", parse(PLAIN, "--config=~bob/r.json").path("config", CliRun.HOME).toString());
    }

    @Test
    void anOperationIsNamedByFlagAliasOrFirstWord() {
        for (String word : List.of("--operation=add-provider", "--op=edit-provider", "add-provider"))
            assertEquals("add-provider", parse(MANY, word).operation().name(), word);
        assertEquals("set-limit", parse(MANY, "--operation", "set-limit").operation().name());
        assertNull(parse(MANY).operation());
    }

    @Test
    void aFlagOfAnotherOperationIsRefused() {
        assertTrue(refusal(MANY, "add-provider", "--window=1m")
            .contains("--window does not belong to 'config add-provider'"));
        assertEquals("K", parse(MANY, "add-provider", "--api-key-env=K", "--config=/x").text("api-key-env"));
    }

    @Test
    void helpIsWantedInEverySpelling() {
        for (String word : List.of("-h", "--help", "help")) assertTrue(parse(PLAIN, word).wantsHelp(), word);
        assertFalse(parse(PLAIN, "a", "--deep").wantsHelp());
    }

    @Test
    void aSecretMayComeFromFourPlacesButOnlyOne() {
        assertEquals(new Secret.InlineSecret("sk-1"), secret("", "--api-key=sk-1").getFirst());
        assertEquals(new Secret.EnvSecret("KEY"), secret("", "--api-key-env=KEY").getFirst());
        assertEquals(new Secret.FileSecret("/home/ada/key"), secret("", "--api-key-file=~/key").getFirst());
        assertEquals(new Secret.InlineSecret("sk-2"), secret("sk-2\n", "--api-key-stdin").getFirst());
        assertEquals(List.of(), secret(""));
        assertRefuses("standard input", "\n", "--api-key-stdin");
        assertRefuses("several", "a\nb\n", "--api-key-stdin");
        assertRefuses("only one", "", "--api-key-stdin", "--api-key-env=KEY");
    }

    private static void assertRefuses(String words, String standardInput, String... flags) {
        assertTrue(assertThrows(AssertionError.class, () -> secret(standardInput, flags)).getMessage().contains(words));
    }

    /// The secret that a command was given; an assertion error with what it printed if the command refused.
    private static List<Secret> secret(String standardInput, String... flags) {
        var seen = new ArrayList<Secret>();
        var command = Command.of("keep", "Keep", invocation -> {
            if (invocation.secret("api-key") instanceof Secret secret) seen.add(secret);
            return 0;
        }).flags(Flag.secret("api-key", "The key."));
        var words = new ArrayList<>(List.of("keep"));
        words.addAll(List.of(flags));
        var run = CliRun.of(new CommandTable(List.of(command)), standardInput, words.toArray(String[]::new));
        if (run.exitCode() != 0) throw new AssertionError(run.err());
        return seen;
    }
}
