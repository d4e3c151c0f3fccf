package org.metricbay.http.access;

import jakarta.servlet.http.HttpServletRequest;
import org.metricbay.text.Shown;

/** What came from outside, as a line of an answer or of the log may have it. */
public final class Words {
  private Words() {}

  /** The text with blanks in place of line breaks and other controls. */
  public static String oneLine(String text) {
    return Shown.oneLine(text).strip();
  }

  /** Method and path; never the query, which may hold what is nobody's business. */
  public static String ofRequest(HttpServletRequest request) {
    return oneLine(request.getMethod() + " " + request.getRequestURI());
  }
}
