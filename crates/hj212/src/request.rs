//! A constructor for each command that a platform sends. Values are checked when the message is built.

use crate::compose::constructors;
use crate::stamp::Stamp;

constructors! { Down
    /// 1000: timeout in seconds and number of retries.
    1000 set_timeout_and_retries(over_time: u32 => "OverTime", re_count: u32 => "ReCount");
    /// 1001 (2005): the time after which an excess is reported.
    1001 set_over_limit_alarm_time(warn_time: &str => "WarnTime");
    /// 1002 (2025): the device number that the logger shall use.
    1002 set_device_number(mn: &str => "i23005-Info");
    /// 1011: the time of the logger, or of the analyser of one factor.
    1011 get_time(pol_id: Option<&str> => "PolId");
    /// 1012: sets the time of the logger, or of the analyser of one factor.
    1012 set_time(pol_id: Option<&str> => "PolId", system_time: Stamp => "SystemTime");
    /// 1014 (2025): a new SM4 key and when it was made.
    1014 set_new_key(made_at: &str => "SKCreateTime", key: &str => "NewSK");
    /// 1021 (2005): the alarm thresholds of some factors.
    1021 get_alarm_thresholds(pol_ids: &[&str] => "PolId");
    /// 1022 (2005): alarm thresholds; append `LowValue` and `UpValue` of each factor as an item.
    1022 set_alarm_thresholds();
    /// 1031 (2005): the address to which alarms go.
    1031 get_host_address();
    /// 1032 (2005): sets the address to which alarms go.
    1032 set_host_address(address: &str => "AlarmTarget");
    /// 1041 (2005): the time of the daily report.
    1041 get_report_time();
    /// 1042 (2005): sets the time of the daily report, `hhmm`.
    1042 set_report_time(at: &str => "ReportTime");
    /// 1061: the interval of real-time data.
    1061 get_real_time_interval();
    /// 1062: sets the interval of real-time data, 30 to 3,600 seconds.
    1062 set_real_time_interval(seconds: u32 => "RtdInterval");
    /// 1063: the interval of minute data.
    1063 get_minute_interval();
    /// 1064: sets the interval of minute data, a divisor of 60 up to 30 minutes.
    1064 set_minute_interval(minutes: u32 => "MinInterval");
    /// 1072: a new password, in the words of 2017 and 2025.
    1072 set_password(password: &str => "NewPW");
    /// 1072: a new password, in the words of 2005.
    1072 set_password_2005(password: &str => "PW");
    /// 2011: start to send real-time data.
    2011 start_real_time_data();
    /// 2012: stop to send real-time data.
    2012 stop_real_time_data();
    /// 2013 (2025): raw data of a span.
    2013 raw_data(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2021: start to send the state of equipment.
    2021 start_equipment_state();
    /// 2022: stop to send the state of equipment.
    2022 stop_equipment_state();
    /// 2031: day data of a span.
    2031 day_data(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2041: hours run of equipment, by day, of a span.
    2041 equipment_hours(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2051: minute data of a span.
    2051 minute_data(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2052 (2025): single measurements of noise of a span.
    2052 noise_data(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2061: hour data of a span.
    2061 hour_data(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2062 (2025): checks with standard samples of a span.
    2062 standard_sample_checks(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 2071 (2005): alarms of a span.
    2071 alarm_records(begin: Stamp => "BeginTime", end: Stamp => "EndTime");
    /// 3011: zero and span calibration of the analyser of a factor. The kind of calibration is of 2025.
    3011 calibrate(pol_id: &str => "PolId", calibration: Option<u32> => "CalibrationType");
    /// 3012: take a sample now.
    3012 sample_now(pol_id: &str => "PolId");
    /// 3013: cleaning or blowback (2017, 2025); operate the equipment (2005).
    3013 clean_or_operate(pol_id: Option<&str> => "PolId");
    /// 3014 (2017): comparison sampling.
    3014 sample_for_comparison(pol_id: &str => "PolId");
    /// 3014 (2005): the times of the day, in hours, at which samples are taken.
    3014 set_sampling_times_2005(pol_id: &str => "PolId", hours: &[&str] => "CTime");
    /// 3015 (2017): keep a sample of an excess.
    3015 keep_sample();
    /// 3016 (2017): the first time, `hhmmss`, and the period, in hours, of sampling.
    3016 set_sampling_period(pol_id: &str => "PolId", first: &str => "CstartTime", hours: u32 => "Ctime");
    /// 3017 (2017): the first time and the period of sampling.
    3017 get_sampling_period(pol_id: &str => "PolId");
    /// 3018: how long the analyser takes to a result.
    3018 get_time_to_result(pol_id: &str => "PolId");
    /// 3019: the unique number of a device.
    3019 get_device_id(pol_id: &str => "PolId");
    /// 3020: log, state or settings of the logger or of an analyser.
    3020 get_information(pol_id: Option<&str> => "PolId", info_id: &str => "InfoId", begin: Option<Stamp> => "BeginTime", end: Option<Stamp> => "EndTime");
    /// 3021: a setting of the logger or of an analyser; append the setting as an item with the suffix `Info`.
    3021 set_information(pol_id: &str => "PolId", info_id: &str => "InfoId");
    /// 3022 (2025): keep a sample now.
    3022 keep_sample_now(pol_id: &str => "PolId");
    /// 3024 (2025): start a check with a standard sample.
    3024 start_standard_sample_check(pol_id: &str => "PolId");
}
