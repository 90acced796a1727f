"""Names as common products carry them (made up, in their form), and names whose numbers are not dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from msa_core.raster.find.product_names import date_in_name, is_plausible

# Name, moment of acquisition in UTC, and the product it was known by ("" for the rule for all others).
DATED = (
    ("AST_L1T_00305042006003302_20150516104359_78838_V.tif", "2006-05-04 00:33:02", "ASTER"),
    ("AST_07XT_00305042006003302_20150516104359_78838.hdf", "2006-05-04 00:33:02", "ASTER"),
    ("AST14DEM_00305042006003302_20150516104359_78838.tif", "2006-05-04 00:33:02", "ASTER"),
    ("20AUG20101010-M2AS_R1C1-014567890010_01_P001.TIF", "2020-08-20 10:10:10", "Maxar"),
    ("02MAY04101010-P2AS_R1C1-0001.TIF", "2002-05-04 10:10:10", "Maxar"),
    ("WV02_20150607101010_103001000_15JUN07101010-P1BS-1.tif", "2015-06-07 10:10:10", "Maxar"),
    ("IMG_PHR1B_PMS_201304141025213_ORT_1234.TIF", "2013-04-14 10:25:21", "Pléiades or SPOT"),
    ("IMG_SPOT6_MS_201304141025213_ORT_SPOT6_20130420_1234.TIF", "2013-04-14 10:25:21", "Pléiades or SPOT"),
    ("IMG_PNEO3_202104141025213_PMS-FS_ORT_x.TIF", "2021-04-14 10:25:21", "Pléiades or SPOT"),
    ("IMG_PNEO3_PMS-FS_202104141025213_ORT_x.TIF", "2021-04-14 10:25:21", "Pléiades or SPOT"),
    ("control_20200820T101010.tif", "2020-08-20 10:10:10", ""),
    ("LC08_L1TP_023036_20190831_20200826_02_T1_B4.TIF", "2019-08-31 00:00:00", "Landsat"),
    ("LC08_CU_025009_20200820_20210101_C01_V01_SRB4.tif", "2020-08-20 00:00:00", "Landsat"),
    ("LC80140332014201LGN00_B4.TIF", "2014-07-20 00:00:00", "Landsat"),
    ("LT50330311992223XXX02.tif", "1992-08-10 00:00:00", "Landsat"),
    ("L71190038_03820000101_B10.TIF", "2000-01-01 00:00:00", "Landsat"),
    ("p014r033_7dt20000921_z18_nn10.tif", "2000-09-21 00:00:00", ""),
    ("HLS.L30.T10SEH.2020233T184518.v2.0.B04.tif", "2020-08-20 18:45:18", "HLS"),
    ("S1A_IW_GRDH_1SDV_20200820T051234_20200820T051259_033998_03F1B8_1234.tif", "2020-08-20 05:12:34", "Sentinel-1"),
    ("s1a-iw-grd-vv-20200820t235955-20200821t000015-033-1-001.tiff", "2020-08-20 23:59:55", "Sentinel-1"),
    ("S2A_MSIL1C_20190101T165701_N0207_R069_T15_20190102T183056.zip", "2019-01-01 16:57:01", "Sentinel-2"),
    ("S2A_OPER_PRD_MSIL1C_PDMC_20160106T171226_R123_V20160105T101559_2016.tif", "2016-01-05 10:15:59", "Sentinel-2"),
    ("T32TQM_20200820T101559_B04.jp2", "2020-08-20 10:15:59", ""),
    ("S2A_USER_PRD_MSIL2A_PDMC_20160106T171226_R123_V20160105T101559_2016.tif", "2016-01-05 10:15:59", "Sentinel-2"),
    ("SENTINEL2A_20200820-101559-123_L2A_T32TQM_C_V1-0_FRE_B2.tif", "2020-08-20 10:15:59", ""),
    ("S3A_OL_1_EFR____20200820T101010_20200820T101310_20200821T12.tif", "2020-08-20 10:10:10", "Sentinel-3 or 5P"),
    ("S5P_OFFL_L2__NO2____20200820T101010_20200820T115140_14790_01.nc", "2020-08-20 10:10:10", "Sentinel-3 or 5P"),
    ("MOD09GA.A2014201.h18v03.061.2015123456789.tif", "2014-07-20 00:00:00", "MODIS or VIIRS"),
    ("MOD021KM.A2014201.1035.061.2014201.hdf", "2014-07-20 10:35:00", "MODIS or VIIRS"),
    ("A2008085203500.L2_LAC_OC.nc", "2008-03-25 20:35:00", "MODIS or SeaWiFS"),
    ("SVM01_npp_d20200820_t1010101_e1011343_b45678_c20200821000000_noaa.h5", "2020-08-20 10:10:10", "VIIRS"),
    ("OR_ABI-L1b-RadC-M6C01_G16_s20202331011001_e20202331013374_c20202331013417.nc", "2020-08-20 10:11:00", "GOES"),
    ("m_3912345_nw_10_060_20200620_20201105.tif", "2020-06-20 00:00:00", "NAIP"),
    ("m_3912345_nw_10_1_20140720.tif", "2014-07-20 00:00:00", "NAIP"),
    ("m_3912345_nw_10_h_20140720_20141005.tif", "2014-07-20 00:00:00", "NAIP"),
    ("DJI_20200820101010_0001_V.JPG", "2020-08-20 10:10:10", ""),
    ("PXL_20200820_101010123.jpg", "2020-08-20 10:10:10", ""),
    ("20180716_060623_1013_3B_AnalyticMS.tif", "2018-07-16 06:06:23", ""),
    ("20230815_102033_45_2451_3B_AnalyticMS_SR_8b.tif", "2023-08-15 10:20:33", ""),
    ("2010-07-21T101010_RE3_1B-NAC_123_234.tif", "2010-07-21 10:10:10", ""),
    ("3363007_2010-08-20_RE3_3A_123.tif", "2010-08-20 00:00:00", ""),
    ("K3A_20200820045123_12345_00012345_L1G_PS.tif", "2020-08-20 04:51:23", ""),
    ("IMG-HH-ALOS2012345678-140820-UBSR1.1__A.tif", "2014-08-20 00:00:00", "ALOS-2"),
    ("CBERS_4A_WPM_20200820_215_132_L4_BAND1.tif", "2020-08-20 00:00:00", ""),
    ("GF1_PMS1_E116.3_N39.9_20200820_L1A0001234567-MSS1.tiff", "2020-08-20 00:00:00", ""),
    ("2023-02-10-16-16-43_UMBRA-04_GEC.tif", "2023-02-10 16:16:43", ""),
    ("CAPELLA_C02_SM_GEO_HH_20200820101010_20200820101015.tif", "2020-08-20 10:10:10", "radar or spectrometer"),
    ("ICEYE_X7_GRD_SM_12345_20200820T101010.tif", "2020-08-20 10:10:10", ""),
    ("TSX1_SAR__MGD_SE___SM_S_SRA_20200820T101010_20200820T101018.tif", "2020-08-20 10:10:10", "radar or spectrometer"),
    ("CSKS4_SCS_B_HI_05_HH_RA_SF_20141001061215_20141001061222.h5", "2014-10-01 06:12:15", "radar or spectrometer"),
    ("PRS_L2D_STD_20200820101010_20200821101014_0001.tif", "2020-08-20 10:10:10", "radar or spectrometer"),
    ("ENMAP01-____L2A-DT0000001039_20220610T110834Z_002_V01_20230922T131813Z.TIF", "2022-06-10 11:08:34", "EnMAP"),
    ("FF01_123456_20240101_L1C_20240203_05012.tif", "2024-01-01 00:00:00", "Pixxel"),
    ("BSG-101-20200820-101010-12345678_ortho.tif", "2020-08-20 10:10:10", ""),
    ("20200828aC0932345w294500n.tif", "2020-08-28 00:00:00", ""),
    ("ortho_2020-01-01_20200101.tif", "2020-01-01 00:00:00", ""),
    ("ortho_2021_06_05.tif", "2021-06-05 00:00:00", ""),
    ("photo 20 Aug 2020.tif", "2020-08-20 00:00:00", ""),
    ("site_20aug2020.tif", "2020-08-20 00:00:00", ""),
    ("20AUG2010.tif", "2010-08-20 00:00:00", ""),
    ("ortho_5500000_20200820.tif", "2020-08-20 00:00:00", ""),
    ("S2A_32TQM_20200820_0_L2A.tif", "2020-08-20 00:00:00", ""),
    ("1234_20200820_999999.tif", "2020-08-20 00:00:00", ""),
    ("EO1H0140332010232110KF_B001.TIF", "2010-08-20 00:00:00", "Earth Observing-1"),
    ("MOD13Q1.061__250m_16_days_NDVI_doy2014201_aid0001.tif", "2014-07-20 00:00:00", "MODIS or VIIRS"),
    ("MCD43A4_A2014201_x.tif", "2014-07-20 00:00:00", "MODIS or VIIRS"),
    ("LC080150332014072001T1-SC20190101120000.tif", "2014-07-20 00:00:00", "Landsat"),
    ("L5015033_03319900831_B30.TIF", "1990-08-31 00:00:00", "Landsat"),
    ("CU_LC08.001_SRB2_doy2020244_aid0001.tif", "2020-08-31 00:00:00", "AppEEARS"),
    ("ECO2LSTE.001_SDS_LST_doy2019118123456_aid0001.tif", "2019-04-28 12:34:56", "AppEEARS"),
    ("n_3807708_se_18_1_20050712_20051208.tif", "2005-07-12 00:00:00", "NAIP"),
    ("c_3807708_se_18_1_20140927_20141001.tif", "2014-09-27 00:00:00", "NAIP"),
)  # fmt: skip

# Name, and what is said of it.
UNDATED = (
    ("S2A_OPER_MSI_L1C_TL_SGS__20151231T125456_A002744_T32TQM_B04.jp2", "its name holds only when it was processed"),
    ("MOD09GA.A2014399.tif", ""),
    ("DJI_0001.JPG", ""),
    ("global_monthly_2020_08_mosaic_L15-1234E-1234N.tif", ""),
    ("ortho_2020-01-01_processed_2021-03-03.tif", "its name holds several dates (2020-01-01, 2021-03-03)"),
    ("tel_+4920201231.tif", ""),
    ("scan_555-1234567.tif", ""),
    ("19000101.tif", ""),
    ("30001231.tif", ""),
    ("20991231.tif", ""),
    ("5f20190412abcdef01.tif", ""),
    ("20230230.tif", ""),
    ("tile_201407201.tif", ""),
    ("202008201010.tif", ""),
    ("S2_L2A_20200820_20200830_median.tif", "its name holds several dates (2020-08-20, 2020-08-30)"),
    ("LC08_20200820_20200821.tif", "its name holds several dates (2020-08-20, 2020-08-21)"),
    ("sheet_A2014201.tif", ""),
    ("20200831-1234-5678-9abc-def012345678.tif", ""),
    ("S2A_OPER_MSI_L2A_TL_SGS__20170101T123456_A007993_T31TCJ_B04.jp2", "its name holds only when it was processed"),
    ("S2A_USER_MSI_L2A_TL_SGS__20160605T113933_A000123_T33UUP_B02.jp2", "its name holds only when it was processed"),
)  # fmt: skip


@pytest.mark.parametrize("name, moment, product", DATED)
def test_the_date_of_acquisition_is_read_from_a_name(name: str, moment: str, product: str) -> None:
    named = date_in_name(name)
    assert str(named.moment) == f"{moment}+00:00"
    assert named.origin == (f"from its name, {product}" if product else "from its name")


@pytest.mark.parametrize("name, product", [(name, product) for name, _, product in DATED if product])
def test_a_name_in_small_letters_or_with_a_prefix_reads_the_same(name: str, product: str) -> None:
    expected = date_in_name(name)
    assert date_in_name(name.lower()) == expected
    assert date_in_name(f"clip_{name}") == expected


@pytest.mark.parametrize("name, said", UNDATED)
def test_no_date_is_better_than_a_wrong_one(name: str, said: str) -> None:
    named = date_in_name(name)
    assert (named.moment, named.origin) == (None, said)


def test_dates_end_tomorrow_and_begin_with_photographs_from_the_air() -> None:
    now = datetime.now(UTC)
    assert is_plausible(now)
    assert not is_plausible(now.replace(year=max(now.year, 2026) + 2, day=1))
    assert is_plausible(datetime(1937, 6, 12))
    assert not is_plausible(datetime(1919, 6, 12))
