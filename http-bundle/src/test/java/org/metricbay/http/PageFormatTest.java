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
    assertThat(PageFormat.negotiate(Optional.of(accept))).isEqualTo(format);
  }

  @Test
  void isTextWithoutAHeader() {
    assertThat(PageFormat.negotiate(Optional.empty())).isEqualTo(PageFormat.TEXT);
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
}
