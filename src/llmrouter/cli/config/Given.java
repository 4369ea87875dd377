package llmrouter.cli.config;

import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.PastedList;

/// What an operation is about, given by words after its name or by flags.
final class Given {
    private final Invocation in;
    private final List<String> words;

    private Given(Invocation in) {
        this.in = in;
        this.words = in.arguments().operands();
    }

    static Given of(Invocation in) {
        return new Given(in);
    }

    /// A model: `provider/model` in one word or flag, or the provider and the model in two.
    ///
    /// @param provider null if the model says it too
    record ModelArgument(String provider, String model) {}

    /// A word by its place, else the value of a flag, else null.
    /// @throws CliError both were given, and differ
    String text(int place, String flag) {
        String flagged = in.arguments().text(flag);
        if (place >= words.size()) return flagged;
        String word = words.get(place);
        if (flagged == null || flagged.equals(word)) return word;
        throw CliError.usage("give either '" + word + "' or --" + flag + "=" + flagged + ", not both");
    }

    /// All words from a place on as one list, else the value of a flag, else null.
    /// @throws CliError both were given
    String list(int place, String flag) {
        String flagged = in.arguments().text(flag);
        if (place >= words.size()) return flagged;
        String joined = PastedList.joined(words.subList(place, words.size()));
        if (flagged == null) return joined;
        throw CliError.usage("give either '" + joined + "' or --" + flag + "=" + flagged + ", not both");
    }

    /// Words in place of a flag that says what the first word would say: with the flag all words are a list.
    String listAfter(String first, String flag) {
        return list(in.arguments().given(first) ? 0 : 1, flag);
    }

    /// The first word, unless a flag says it.
    String first(String flag) {
        String flagged = in.arguments().text(flag);
        return flagged != null || words.isEmpty() ? flagged : words.getFirst();
    }

    /// The models of one provider, as a list. A provider in front of a model is taken off.
    ///
    /// @param models a list, or null
    record ModelsArgument(String provider, String models) {}

    /// @param flag for the list
    ModelsArgument models(String flag) {
        String provider = first("provider-id");
        String models = listAfter("provider-id", flag);
        int slash = provider == null ? -1 : provider.indexOf('/');
        if (slash < 0) return new ModelsArgument(provider, models);
        String prefix = provider.substring(0, slash + 1);
        var bare = new StringBuilder();
        String first = PastedList.quoted(provider);
        String all = models == null ? first : first + "," + models;
        for (String word : PastedList.words(all)) {
            String id = PastedList.bare(word);
            String own = id.startsWith(prefix) ? id.substring(slash + 1) : id;
            bare.append(bare.isEmpty() ? "" : ",").append(PastedList.quoted(own));
        }
        return new ModelsArgument(provider.substring(0, slash), bare.toString());
    }

    /// @param most how many words may say the model; the words behind them mean something else
    ModelArgument model(int most) {
        String provider = in.arguments().text("provider-id");
        String model = in.arguments().text("model");
        if (model != null) return new ModelArgument(provider, model);
        if (provider != null || words.isEmpty() || most == 1) {
            return new ModelArgument(provider, words.isEmpty() ? null : words.getFirst());
        }
        if (words.size() == 1) return new ModelArgument(null, words.getFirst());
        return new ModelArgument(words.getFirst(), words.get(1));
    }
}
