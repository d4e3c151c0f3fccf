package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPEN_METRICS",
        "application/openmetrics-text; version=1.0.0; charset=utf-8 | OPEN_METRICS",
        "application/openmetrics-text | OPEN_METRICS",
        "Application/OpenMetrics-Text;Version=\"1.0.0\" | OPEN_METRICS",
        "application/openmetrics-text;version=0.0.1 | TEXT",
        "application/openmetrics-text;version=2.0.0 | TEXT",
        "application/openmetrics-text;q=0.4,text/plain;q=0.5 | TEXT",
        "application/openmetrics-text;q=0.5,text/plain;q=0.4 | OPEN_METRICS",
        "application/openmetrics-text;q=0 | TEXT",
        "application/openmetrics-text;q=x | TEXT",
        "application/*;q=0.9,text/plain;q=0.8 | OPEN_METRICS",
        "text/plain;q=0,*/* | OPEN_METRICS",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | TEXT",
        "*/* | TEXT",
        "application/json | TEXT",
        ";,;q=1,, | TEXT"
      })
  void takesWhatTheClientLikesBest(String accept, PageFormat format) {
    assertThat(PageKind.negotiate(Optional.of(accept)).format()).isEqualTo(format);
  }

  @Test
  void isTextWithoutAHeader() {
    assertThat(PageKind.negotiate(Optional.empty()).format()).isEqualTo(PageFormat.TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "deflate, GZIP;q=0.5 | true",
        "x-gzip | true",
        "* | true",
        "gzip;q=0 | false",
        "gzip;q=0.0, * | false",
        "*;q=0 | false",
        "identity, gzip;q=0.5 | false",
        "identity;q=0.5, gzip | true",
        "br | false"
      })
  void packsWhenTheClientLikesIt(String acceptEncoding, boolean gzip) {
    assertThat(ContentCoding.gzipWanted(Optional.of(acceptEncoding))).isEqualTo(gzip);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Prometheus 3, with all names, with old ones, with the text formats only; Prometheus 2.
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,"
            + "*/*;q=0.1 | OPEN_METRICS | ALLOW_UTF8 | "
            + "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
        "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.4,*/*;q=0.1 | "
            + "OPEN_METRICS | UNDERSCORES | "
            + "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
        "text/plain;version=1.0.0;escaping=values;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | "
            + "TEXT_1_0 | VALUES | text/plain; version=1.0.0; charset=utf-8; escaping=values",
        "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | "
            + "OPEN_METRICS | UNDERSCORES | "
            + "application/openmetrics-text; version=1.0.0; charset=utf-8",
        "text/plain;version=1.0.0 | TEXT_1_0 | UNDERSCORES | "
            + "text/plain; version=1.0.0; charset=utf-8; escaping=underscores",
        "text/plain;version=0.0.4;escaping=dots | TEXT | DOTS | "
            + "text/plain; version=0.0.4; charset=utf-8; escaping=dots",
        "text/plain;escaping=\"allow-utf-8\" | TEXT | ALLOW_UTF8 | "
            + "text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8",
        "text/plain;escaping=roman | TEXT | UNDERSCORES | "
            + "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "text/plain | TEXT | UNDERSCORES | text/plain; version=0.0.4; charset=utf-8",
        "text/plain;version=1.0.0;q=0,text/plain | TEXT | UNDERSCORES | "
            + "text/plain; version=0.0.4; charset=utf-8"
      })
  void escapesAsTheClientCanRead(
      String accept, PageFormat format, Escaping escaping, String contentType) {
    PageKind kind = PageKind.negotiate(Optional.of(accept));
    assertThat(kind.format()).isEqualTo(format);
    assertThat(kind.escaping()).isEqualTo(escaping);
    assertThat(kind.contentType()).isEqualTo(contentType);
  }
}
