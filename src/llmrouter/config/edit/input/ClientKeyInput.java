package llmrouter.config.edit.input;


import llmrouter.config.Ids;
import llmrouter.config.PastedList;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.text.CivilDate;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// What a user entered about the key of a client. What is null was not entered.
///
/// @param models  a list of models and aliases; `all` for all
/// @param caps    see [CapGrammar], or a JSON array; empty for none
/// @param expires `2027-01-31` for the end of that day, `2027-01-31T12:00Z`, `30d` or the like from now, or `never`
/// @param now     seconds since 1970
public record ClientKeyInput(String models, String caps, String expires, long now) {
    private static final long DAY = 86_400;

    /// The list for the file; an empty list stands for all models. Null if none was entered.
    public Arr modelList() {
        if (models == null) return null;
        Arr list = Json.array();
        for (String word : PastedList.words(models)) {
            if (!PastedList.bare(word).isEmpty()) list.add(Json.of(PastedList.bare(word)));
        }
        if (list.size() == 0) {
            throw new RefusedInput("models", names -> names.field("models")
                + " names no model; write all, or models and aliases");
        }
        for (Json item : list.items()) {
            if (item instanceof Json.Str word && Letters.same(word.value(), "all")) return Json.array();
        }
        return list;
    }

    /// The caps for the file. Null if none were entered.
    /// @throws RefusedInput they cannot be used
    public Arr capList() {
        if (caps == null) return null;
        if (!Ws.trim(caps).startsWith("[")) return CapGrammar.parse("caps", caps);
        if (JsonInput.parse("caps", caps) instanceof Arr list) return list;
        throw new RefusedInput("caps", names -> names.field("caps") + " must be a JSON array");
    }

    /// The moment for the file, in seconds since 1970; a JSON null for never. Null if none was entered.
    /// @throws RefusedInput it is no moment, or it is over
    public Json expiry() {
        if (expires == null) return null;
        String text = Letters.lower(Ws.trim(expires));
        if (text.equals("never")) return Json.Null.NULL;
        long moment = text.indexOf('-') > 0 ? ofDate(text) : fromNow(text);
        if (moment < 0) {
            throw new RefusedInput("expires", names -> names.value("expires", expires)
                + " is no moment; write e.g. 2027-01-31, 2027-01-31T12:00Z, 30d, 12h or never");
        }
        if (moment > now) return Json.of(moment);
        throw new RefusedInput("expires", names -> names.value("expires", expires) + " is over already");
    }

    private long fromNow(String text) {
        int end = text.length() - 1;
        long amount = end < 1 || end > 6 ? -1 : number(text.substring(0, end));
        long unit = end < 0 ? 0 : switch (text.charAt(end)) {
            case 'h' -> 3600;
            case 'd' -> DAY;
            case 'w' -> 7 * DAY;
            default -> 0;
        };
        return amount < 1 || unit == 0 ? -1 : now + amount * unit;
    }

    /// A day means its end, in UTC.
    private static long ofDate(String text) {
        long day = day(text.length() < 10 ? "" : text.substring(0, 10));
        if (day < 0 || text.length() == 10) return day < 0 ? -1 : (day + 1) * DAY;
        boolean time = text.charAt(10) == 't' && text.charAt(text.length() - 1) == 'z';
        return time ? ofTime(day, text.substring(11, text.length() - 1)) : -1;
    }

    private static long ofTime(long day, String time) {
        boolean seconds = time.length() == 8 && time.charAt(5) == ':';
        if (!seconds && time.length() != 5 || time.charAt(2) != ':') return -1;
        long hour = number(time.substring(0, 2));
        long minute = number(time.substring(3, 5));
        long second = seconds ? number(time.substring(6)) : 0;
        boolean valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        return valid ? day * DAY + hour * 3600 + minute * 60 + second : -1;
    }

    /// Days since 1970, or -1.
    private static long day(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') return -1;
        long year = number(text.substring(0, 4));
        long month = number(text.substring(5, 7));
        long day = number(text.substring(8));
        if (year < 1970 || month < 1 || month > 12 || day < 1) return -1;
        long epochDay = new CivilDate(year, (int) month, (int) day).epochDay();
        return CivilDate.ofEpochDay(epochDay).day() == day ? epochDay : -1;
    }

    /// The value of digits, or -1.
    private static long number(String digits) {
        long value = digits.isEmpty() ? -1 : 0;
        for (char c : digits.toCharArray()) value = value < 0 || !Ids.isDigit(c) ? -1 : value * 10 + (c - '0');
        return value;
    }
}
