package llmrouter.config;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.network.ProviderNetwork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeyPlaceTest {
    private static final String KEY = "sk-hidden-4711";

    private static Provider with(Secret key) {
        return new Provider("p", "P", true, "http://127.0.0.1:9", Map.of(), key, List.of(Format.OPENAI), null, Map.of(),
            List.of(), null, null, List.of(), List.of(), Timeouts.NONE, ProviderNetwork.USUAL, "");
    }

    private static Provider found(Secret place) {
        return with(new InlineSecret(KEY, place));
    }

    @Test
    void theAdviceFitsThePlaceOfTheKey() {
        assertTrue(KeyPlace.correction(found(new EnvSecret("V"))).contains("variable V of the process that runs"));
        assertTrue(KeyPlace.correction(found(new FileSecret("~/k"))).contains("from the file ~/k: correct it there"));
        assertTrue(KeyPlace.correction(found(new CommandSecret("pass k"))).contains("'llm-router reload'"));
        assertTrue(KeyPlace.correction(found(null)).contains("a corrected one is used at once"));
        assertTrue(KeyPlace.correction(with(null)).contains("it has no key; store one with"));
        assertTrue(KeyPlace.correction(with(new MissingSecret(new EnvSecret("V"), "no"))).contains("variable V"));
    }

    @Test
    void noWordsHoldAKeyAndWhatClientsSeeNamesNoPathAndNoCommand() {
        for (Secret place : List.of(new EnvSecret("V"), new FileSecret("/secret/k"), new CommandSecret("secret k"))) {
            Provider provider = found(place);
            String all = KeyPlace.brief(provider) + KeyPlace.named(provider) + KeyPlace.correction(provider);
            assertFalse(all.contains(KEY), all);
            assertFalse(KeyPlace.brief(provider).contains("secret"), KeyPlace.brief(provider));
        }
        assertFalse(KeyPlace.correction(found(null)).contains(KEY));
    }

    @Test
    void equalKeysAreEqualWhereverTheyComeFrom() {
        assertEquals(new InlineSecret(KEY), new InlineSecret(KEY, new EnvSecret("V")));
        assertEquals(new InlineSecret(KEY).hashCode(), new InlineSecret(KEY, new EnvSecret("V")).hashCode());
        assertFalse(new InlineSecret(KEY).equals(new InlineSecret("other")));
    }
}
