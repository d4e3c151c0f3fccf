package org.metricbay.cpu;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class CpuTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(CpuSettings.PID, values -> new CpuSettings(values).config());
  }
}
