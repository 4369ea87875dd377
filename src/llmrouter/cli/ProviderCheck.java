package llmrouter.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.edit.ConfigChange;
import llmrouter.json.Json;

/// What `config add-provider` needs beside the configuration file: the table of known providers, and a look at what a
/// provider really speaks. Only the table of commands knows which class does it.
public interface ProviderCheck {
    /// What the table says of a known provider.
    ///
    /// @param name     for people
    /// @param base     without blanks
    /// @param variable that usually holds the key, or null
    /// @param needsKey whether it answers nothing without a key
    /// @param formats  the best one first
    /// @param models   ids; empty if only the user knows them
    record PresetValues(String name, String base, String variable, boolean needsKey, List<Format> formats,
            List<String> models) {}

    /// What is to be checked before it is saved.
    ///
    /// @param provider     as it would be saved; its formats and models are stand-ins where they are not known
    /// @param bases        base URLs of which it is not known which formats they speak; empty for those of the provider
    /// @param knowsFormats whether the user or the table says the formats
    /// @param knowsModels  whether the user or the table says the models
    /// @param said         whether the user says the formats
    record CheckWanted(Provider provider, List<String> bases, boolean knowsFormats, boolean knowsModels,
            boolean said) {}

    /// What the check has found, for what is saved.
    ///
    /// @param formats to save; null leaves them as they are
    /// @param bases   base URLs of single formats to save; empty leaves them as they are
    /// @param models  a list to save, or null
    /// @param facts   what else is to be written, or null
    /// @param json    of the report
    /// @param lines   of the report
    record CheckedProvider(List<Format> formats, Map<Format, String> bases, String models, ConfigChange<?> facts,
            Json json, List<String> lines) {}

    /// The known provider of this id; null if there is none. At a terminal the user fills the blanks of its address.
    ///
    /// @throws CliError the address has a blank, and the user cannot be asked
    PresetValues preset(Invocation in, String id) throws IOException;

    /// The known provider to which a base URL leads, or null.
    PresetValues known(String baseUrl);

    /// What a user may want who wrote an id that is unknown: a clause.
    String hint(String id);

    /// Asks the provider. What does not cost anything is asked always, models only if `--probe` is given.
    ///
    /// @return null if it was not asked, because its key cannot be had here
    /// @throws CliError the provider is not to be saved
    CheckedProvider check(Invocation in, CheckWanted wanted) throws IOException;
}
