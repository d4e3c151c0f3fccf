package org.metricbay.textfile;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class TextfileTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(
        TextfileSettings.PID, values -> new TextfileSettings(values, Capacity.DEFAULT).config());
  }
}
