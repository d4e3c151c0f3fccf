package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProblemsTest {
  @Test
  void tellsKindMessageAndCausesInOneLine() {
    Exception problem =
        new IllegalStateException("no\nvalue", new java.io.IOException("gone\u001b[31m"));
    assertThat(Problems.describe(problem))
        .isEqualTo("IllegalStateException: no value, caused by IOException: gone\\u001b[31m");
  }

  @Test
  void endsWithLoopsOfCauses() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    assertThat(Problems.describe(a))
        .isEqualTo("Exception: a, caused by Exception: b, caused by Exception: a");
  }

  @Test
  void cutsWhatIsLong() {
    assertThat(Problems.describe(new Exception("x".repeat(100_000)))).hasSizeLessThan(600);
  }

  @Test
  void tellsTheKindWhenTheMessageCannotBeHad() {
    Exception mute =
        new Exception() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new StackOverflowError();
          }

          @Override
          public synchronized Throwable getCause() {
            throw new IllegalStateException();
          }
        };
    assertThat(Problems.describe(mute)).isEqualTo("ProblemsTest$1");
  }
}
