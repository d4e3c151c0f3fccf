package org.metricbay.system;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class SystemTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(
        SystemSettings.PID, values -> new SystemSettings(values).config());
  }
}
