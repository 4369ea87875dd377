package llmrouter.protocol.errors;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

import llmrouter.chat.ApiError.Kind;
import llmrouter.chat.ApiError;
import llmrouter.chat.TokenLimit;
import llmrouter.protocol.errors.TokenNumbers.Found;
import llmrouter.text.Letters;

/// Finds in a provider's words that a request wants a longer answer than the model gives, or than there is room for
/// beside the prompt. Clients lower their wish and ask again if they are told the numbers in the words of their own
/// vendor, and shorten the conversation for nothing if they are told that it is too long.
///
/// The words of these were looked at: OpenAI, Anthropic, Azure, Bedrock, Gemini, Groq, DeepSeek, Qwen, Ark, GLM,
/// Ollama, Mistral, OpenRouter, vLLM, SGLang, TGI, llama.cpp. No list of sentences would hold for long, so what counts
/// are the numbers: what the client asked for is known, and the limit is the one smaller number beside it.
public final class TokenLimits {
    private static final Set<String> PARAMS = Set.of("max_tokens", "max_completion_tokens", "max_output_tokens");
    private static final String[] ABOUT_ANSWER = {
        "max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "maxoutputtokens", "maxtokens",
        "max tokens", "maximum tokens", "output tokens", "completion tokens", "maximum output"};
    private static final String[] WINDOW = {
        "maximum context length", "max context length", "context length", "context limit", "context window",
        "context size", "must be <=", "maximum number of tokens allowed"};
    private static final String[] OF_INPUT = {
        " in the messages", " in the prompt", " in your prompt", " in the functions", " in the tools", " in the input",
        " from the input", " from the prompt", " of text input", " of tool input", " of image input", " input tokens",
        " prompt tokens", " `inputs`"};
    private static final String[] OF_ANSWER = {
        " in the completion", " in the output", " for the completion", " for the output", " output tokens",
        " completion tokens", " `max_new_tokens`"};
    private static final String[] OF_PROMPT = {"messages resulted in ", "prompt contains ", "input token count",
        "request ("};
    private static final String[] LIMITS = {
        "at most", "<=", "\u2264", "less than or equal", "limit", "exceed", "up to", "no more than", "supports",
        "maximum", "[1", "between 1", "> "};
    private static final String[] LEAST = {">=", "\u2265", "at least", "minimum", "greater than or equal"};
    private static final int FEW_WORDS = 40;

    private final String words;
    private final TokenNumbers numbers;
    private final Set<Long> values;
    private final long asked;
    private final String model;

    private TokenLimits(String words, long asked, String model) {
        this.words = Letters.lower(words);
        this.asked = asked;
        this.model = model;
        numbers = TokenNumbers.in(this.words);
        values = numbers.values();
    }

    /// The error with the limit that its words tell; itself if they tell none.
    ///
    /// @param asked gives the tokens that the request wants for the answer, or -1 if that is not known
    /// @param model the model's id, or null
    public static ApiError noted(ApiError error, LongSupplier asked, String model) {
        boolean mayBe = switch (error.kind()) {
            case INVALID_REQUEST, CONTEXT_OVERFLOW, TOO_LARGE, API -> true;
            case AUTHENTICATION, BILLING, PERMISSION, NOT_FOUND, CONFLICT, RATE_LIMIT, TIMEOUT, OVERLOADED -> false;
        };
        if (error.quote() == null || !mayBe) return error;
        TokenLimit limit = new TokenLimits(error.quote(), asked.getAsLong(), model).found(error);
        return limit == null ? error : error.limited(limit);
    }

    private TokenLimit found(ApiError error) {
        if (words.contains("budget_tokens")) return null; // a limit of thinking within the answer
        TokenLimit both = ofBoth();
        if (both != null) return both;
        boolean overflow = error.kind() == Kind.CONTEXT_OVERFLOW;
        if (overflow && !values.contains(asked)) return ofPrompt();
        boolean about = error.param() != null && PARAMS.contains(error.param()) || any(ABOUT_ANSWER);
        return about ? ofAnswer() : null;
    }

    private boolean any(String[] phrases) {
        for (String phrase : phrases) {
            if (words.contains(phrase)) return true;
        }
        return false;
    }

    // ── Prompt and answer together ──

    private TokenLimit ofBoth() {
        TokenLimit sum = sum();
        if (sum != null) return sum;
        long most = window();
        long answer = answer();
        if (most < 0 || answer <= 0) return null;
        long input = input(answer, most);
        return input > 0 && input + answer > most ? new TokenLimit(input, answer, most, model) : null;
    }

    /// `76000 + 64000 > 128000`
    private TokenLimit sum() {
        for (int i = 0; i + 2 < numbers.all().size(); i++) {
            Found a = numbers.all().get(i);
            Found b = numbers.all().get(i + 1);
            Found c = numbers.all().get(i + 2);
            boolean written = words.substring(a.to(), b.from()).equals(" + ")
                && words.substring(b.to(), c.from()).equals(" > ");
            if (written) return new TokenLimit(a.value(), b.value(), c.value(), model);
        }
        return null;
    }

    private long window() {
        for (String phrase : WINDOW) {
            int at = words.indexOf(phrase);
            if (at >= 0 && numbers.near(at + phrase.length()) instanceof Found number) return number.value();
        }
        return -1;
    }

    private long answer() {
        for (Found number : numbers.all()) {
            if (numbers.followedBy(number, OF_ANSWER)) return number.value();
        }
        return values.contains(asked) ? asked : -1;
    }

    /// What is said to be the prompt's share; else what is left of a total; else the one number that can be it.
    private long input(long answer, long most) {
        long said = 0;
        for (Found number : numbers.all()) {
            if (numbers.followedBy(number, OF_INPUT)) said += number.value();
        }
        if (said > 0) return said;
        for (long total : values) {
            if (total > most && total != answer && total - answer > 0 && total - answer < most) return total - answer;
        }
        var possible = new HashSet<Long>();
        for (long value : values) {
            if (value != answer && value < most && value + answer > most) possible.add(value);
        }
        return possible.size() == 1 ? possible.iterator().next() : -1;
    }

    // ── The prompt alone ──

    private TokenLimit ofPrompt() {
        long most = window();
        if (most < 0) return null;
        for (Found number : numbers.all()) {
            boolean ofPrompt = numbers.followedBy(number, OF_INPUT) || numbers.preceded(number, FEW_WORDS, OF_PROMPT);
            if (ofPrompt && number.value() > most) return new TokenLimit(number.value(), 0, most, model);
        }
        return null;
    }

    // ── The answer alone ──

    private TokenLimit ofAnswer() {
        var smaller = new HashSet<Long>();
        var marked = new HashSet<Long>();
        for (Found number : numbers.all()) {
            boolean possible = number.value() > 1 && number.value() < asked && !numbers.preceded(number, 24, LEAST);
            if (!possible) continue;
            long most = words.startsWith(" (exclusive)", number.to()) ? number.value() - 1 : number.value();
            smaller.add(most);
            if (numbers.preceded(number, FEW_WORDS, LIMITS)) marked.add(most);
        }
        Set<Long> limits = smaller.size() == 1 ? smaller : marked;
        if (limits.size() == 1) return new TokenLimit(-1, asked, limits.iterator().next(), model);
        return values.contains(asked) ? null : ofTwoNumbers();
    }

    /// Without a request to compare with, the larger of two numbers is what was asked for.
    private TokenLimit ofTwoNumbers() {
        var two = new HashSet<>(values);
        two.remove(1L);
        for (Found number : numbers.all()) {
            if (numbers.preceded(number, 24, LEAST)) return null;
        }
        if (two.size() != 2) return null;
        long most = Long.MAX_VALUE;
        long answer = 0;
        for (long value : two) {
            most = Math.min(most, value);
            answer = Math.max(answer, value);
        }
        return new TokenLimit(-1, answer, most, model);
    }
}
