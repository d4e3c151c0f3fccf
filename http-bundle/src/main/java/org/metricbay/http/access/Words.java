package org.metricbay.http.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What came from outside, as a line of an answer or of the log may have it. */
public final class Words {
  /** Controls of ASCII and of Latin-1, and what else ends a line. */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029]+");

  private Words() {}

  /** The text with blanks in place of line breaks and other controls. */
  public static String oneLine(String text) {
    return UNSAFE.matcher(text).replaceAll(" ").strip();
  }

  /** Method and path; never the query, which may hold what is nobody's business. */
  public static String ofRequest(HttpServletRequest request) {
    return oneLine(request.getMethod() + " " + request.getRequestURI());
  }
}
