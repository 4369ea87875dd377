package llmrouter.config.read;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigCommentsTest {
    private static final String FILE = Read.json("""
        // my gateway
        { 'version': 2, /* two */
          'defaultModel': 'work', // the usual one
          'providers': [ { 'id': 'p', 'baseUrl': 'https://a.example/v1', // a URL has slashes
            'format': 'openai', 'models': ['m' /* big */, 'n'] } ],
          'modelAliases': { 'work': { 'targets': ['p/m'] } } // end
        }
        """);

    private static Config valid(String text) {
        return assertInstanceOf(ValidConfig.class, ConfigReader.read(text, "c.json")).config();
    }

    private static List<Finding> problems(String text) {
        return assertInstanceOf(InvalidConfig.class, ConfigReader.read(text, "c.json")).problems();
    }

    @Test
    void commentsAndAByteOrderMarkChangeNothingOfWhatAFileMeans() {
        Config config = valid(FILE);
        assertEquals("https://a.example/v1", config.providers().getFirst().baseUrl());
        assertEquals(2, config.providers().getFirst().models().size());
        assertEquals(config, valid("\uFEFF" + FILE));
        assertEquals(config, valid(FILE.replace("\n", "\r\n")));
    }

    @Test
    void aFileOfCommentsOnlyIsAnEmptyConfiguration() {
        assertEquals(List.of(), valid("\uFEFF// nothing yet\n").providers());
        assertEquals(List.of(), valid("\uFEFF").providers());
    }

    @Test
    void aMistakeBehindCommentsIsReportedAtItsPlace() {
        assertTrue(problems(FILE.replace("\"openai\"", "\"opnai\"")).getFirst().describe()
            .startsWith("c.json:5:15: providers[0].format: \"opnai\" is not a format; "));
        assertEquals("c.json:5:13: is not valid JSON: expected ':' after a member name, found '!'; correct the text "
            + "there",
            problems(FILE.replace("\"format\":", "\"format\"!")).getFirst().describe());
    }

    @Test
    void everyMistakeOfJsonNamesItsFix() {
        assertEquals("remove the comma", problems("{\"version\": 2,}").getFirst().fix());
        assertEquals("write */ where it ends", problems("{ /* x }").getFirst().fix());
        assertEquals("remove the slash", problems("{ / }").getFirst().fix());
        assertEquals("begin a comment with // instead", problems("{ # x\n}").getFirst().fix());
    }

    @Test
    void aKeyThatAnObjectHasTwiceIsRefusedWithBothLines() {
        Finding twice = problems(FILE.replace("\"modelAliases\"", "\"defaultModel\": \"p/n\",\n  \"modelAliases\""))
            .getFirst();
        assertEquals("c.json:6:3: defaultModel: is given twice; it already stands in line 3; remove one of the two",
            twice.describe());
        assertEquals("providers[0].id", problems(FILE.replace("\"id\"", "\"id\": \"q\", \"id\"")).getFirst().path());
        assertTrue(problems("{\"metadata\": {\"a\": 1, \"a\": 2}}").getFirst().fix().contains("in the same line"));
        assertEquals(2, problems("{\"a\": 1, \"a\": 2, \"a\": 3}").size());
    }

    @Test
    void everyBeginningOfACommentedFileIsReadOrRefusedInItsPlace() {
        String text = "\uFEFF" + FILE;
        for (int end = 0; end < text.length(); end++) {
            if (!(ConfigReader.read(text.substring(0, end), "c.json") instanceof InvalidConfig invalid)) continue;
            for (Finding problem : invalid.problems()) {
                assertTrue(problem.line() > 0 && problem.column() > 0, problem::describe);
            }
        }
    }
}
