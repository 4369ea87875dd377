package llmrouter.config.read;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Keys in a file that have more than the key in them, and the names and paths of keys that are none.
class WrappedKeysInFileTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "'apiKey':'Bearer hush'|providers[0].apiKey: begins with \"Bearer\", which the sender of a key adds; write the "
            + "key alone",
        "'apiKey':'os.environ/GROQ_API_KEY'|providers[0].apiKey: names a variable, which is not looked up here, and is "
            + "sent as it is; write \"apiKeyEnv\": \"GROQ_API_KEY\" instead",
        "'api-key':'file:/run/hush'|providers[0].api-key: says in which file the key is, and is sent as it is; write "
            + "\"apiKeyFile\": \"PATH\" instead",
        "'apiKey':'<your hush>'|providers[0].apiKey: stands for a key in an example and is none; write the real key "
            + "there",
        "'headers':{'Authorization':'Bearer Bearer hush'}|providers[0].headers.Authorization: begins with \"Bearer\", "
            + "which the sender of a key adds; write the value alone",
        "'headers':{'x-tenant':'${HUSH}'}|providers[0].headers.x-tenant: names a variable, which is not looked up "
            + "here, and is sent as it is; write the value itself; only a provider's key can be kept elsewhere, as "
            + "\"apiKeyEnv\", \"apiKeyFile\" or \"apiKeyCommand\", and \"auth\" puts it into any header",
        "'apiKey':'k','auth':{'headerName':'x-auth','prefix':'Bearer'}|providers[0].auth: has a prefix without a space "
            + "at its end; write \"Bearer \"",
        "'apiKeyFile':'$HOME/hush'|providers[0].apiKeyFile: begins with a variable, which is not looked up in a path; "
            + "write the whole path, or ~/ for the home folder"})
    void areWarnedOf(String members, String warning) {
        assertEquals(warning, Read.warningText(Read.provider(members)));
        assertFalse(warning.contains("hush"));
    }

    @Test
    void aMasterKeyInItsWrappingIsWarnedOf() {
        String file = Read.provider("").replaceFirst("\\{", "{'masterKey':'MASTER_KEY=hush',");
        assertEquals("masterKey: begins with the name of a variable, not with the key; write the key alone",
            Read.warningText(file));
    }

    @Test
    void aSchemeBelongsToTheKeyWhereTheUsersOwnHeaderCarriesIt() {
        String key = "'apiKey':'Bearer hush','auth':";
        assertEquals("", Read.warningText(Read.provider(key + "{'headerName':'authorization'}")));
        assertTrue(Read.warningText(Read.provider(key + "{'headerName':'authorization','prefix':'Bearer '}"))
            .contains("begins with"));
        assertTrue(Read.warningText(Read.provider(key + "'x-api-key'")).contains("begins with"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "'apiKeyEnv':'${GROQ_API_KEY}'|is not the name of an environment variable; write \"GROQ_API_KEY\" alone",
        "'apiKeyEnv':'$GROQ_API_KEY'|is not the name of an environment variable; write \"GROQ_API_KEY\" alone",
        "'apiKeyEnv':'os.environ/GROQ_API_KEY'|is not the name of an environment variable; write \"GROQ_API_KEY\" "
            + "alone",
        "'apiKeyEnv':'sk-hush'|is not the name of an environment variable; write a name such as OPENAI_API_KEY, not "
            + "the key itself",
        "'apiKeyEnv':'gsk_hush0123456789abcdef'|looks like a key, not like the name of an environment variable; write "
            + "the name of a variable that holds the key, such as OPENAI_API_KEY",
        "'apiKeyFile':'sk-hush0123456789abcdef'|looks like a key, not like the path of a file; write the path of a "
            + "file that holds the key",
        "'apiKey':'“hush”'|holds a character that cannot be sent in a header; write the key alone, because it has "
            + "quotation marks around the key"})
    void areRefusedWhereTheyCannotBeUsed(String members, String problem) {
        String said = Read.problemText(Read.provider(members));
        assertTrue(said.endsWith(": " + problem), said);
        assertFalse(said.contains("hush"), said);
    }
}
