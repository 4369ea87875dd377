package llmrouter.text;

/// A date of the proleptic Gregorian calendar. The arithmetic is Howard Hinnant's ("chrono-compatible low-level date
/// algorithms", 2013): years begin on 1 March, so that the leap day is the last day of a year, and repeat in eras of
/// 400 years. The class library's date code would weigh more than the rest of the Worker.
///
/// @param year  also 0 and below
/// @param month 1 to 12
/// @param day   1 to 31
public record CivilDate(long year, int month, int day) {
    private static final long DAYS_PER_ERA = 146_097;
    /// Days from 1 March of year 0 to 1 January 1970.
    private static final long EPOCH = 719_468;

    /// @param day days since 1 January 1970, also below 0
    public static CivilDate ofEpochDay(long day) {
        long shifted = day + EPOCH;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        long dayOfEra = shifted - era * DAYS_PER_ERA;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = (int) (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        int dayOfMonth = (int) (dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
        return new CivilDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth);
    }

    /// Days since 1 January 1970, also below 0. A day beyond the end of its month counts on into the next one.
    public long epochDay() {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH;
    }
}
