package org.metricbay.jvm;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class JvmTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(JvmSettings.PID, values -> new JvmSettings(values).config());
  }
}
