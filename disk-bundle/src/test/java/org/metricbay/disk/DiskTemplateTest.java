package org.metricbay.disk;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class DiskTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(
        DiskSettings.PID, values -> new DiskSettings(values).config());
  }
}
