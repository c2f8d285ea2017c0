/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.image.crop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class RegionsAndViewsTest {

	private static final String HEADER = String.join("\n", "0018,6011  Sequence of Ultrasound Regions: ",
		"0018,6012  >Region Spatial Format: 1", "0018,6018  >Region Location Min X0: 120",
		"0018,601A  >Region Location Min Y0: 60", "0018,601C  >Region Location Max X1: 800",
		"0018,601E  >Region Location Max Y1: 518", "0018,6012  >Region Spatial Format: 4",
		"0018,6018  >Region Location Min X0: 10", "0018,601A  >Region Location Min Y0: 522",
		"0018,601C  >Region Location Max X1: 743", "0018,601E  >Region Location Max Y1: 576", "0028,0010  Rows: 600");

	@Test
	void readsTheTwoDimensionalRegionsOfAHeader() {
		assertEquals(Optional.of(new Box(120, 60, 680, 459)), ScannerRegions.of(HEADER, 800, 600));
		assertEquals(Optional.of(new Box(60, 30, 340, 230)), ScannerRegions.of(HEADER, 400, 300), "an image halved since");
		assertEquals(Optional.empty(), ScannerRegions.of(HEADER, 300, 200), "an image scaled since");
		assertEquals(Optional.empty(), ScannerRegions.of("", 800, 600));
	}

	@Test
	void theHeaderOnlyHelpsWhereThePixelsLeaveDoubt() {
		final Box region = new Box(120, 60, 680, 459);
		final FieldOfView sure = new FieldOfView(new Box(0, 0, 300, 300), 1, "");
		assertEquals(sure, ScannerRegions.weigh(sure, region, false, 800, 600));
		final FieldOfView near = new FieldOfView(new Box(126, 67, 669, 450), 0.3, "doubt");
		assertTrue(ScannerRegions.weigh(near, region, false, 800, 600).certain());
		final FieldOfView part = new FieldOfView(new Box(200, 100, 100, 100), 0.3, "doubt");
		assertEquals(region, ScannerRegions.weigh(part, region, false, 800, 600).box());
		assertTrue(!ScannerRegions.weigh(part, region, false, 800, 600).certain());
		final FieldOfView elsewhere = new FieldOfView(new Box(0, 0, 200, 600), 0.3, "doubt");
		assertEquals(elsewhere, ScannerRegions.weigh(elsewhere, region, false, 800, 600));
		final FieldOfView whole = new FieldOfView(new Box(0, 0, 800, 600), 0.8, "doubt");
		assertEquals(region, ScannerRegions.weigh(whole, region, true, 800, 600).box(), "the echoes lie in the region");
		assertTrue(!ScannerRegions.weigh(whole, region, true, 800, 600).certain());
		assertEquals(whole, ScannerRegions.weigh(whole, region, false, 800, 600), "an image scaled since");
	}

	@Test
	void aBoxThatJustPassesGivesWayToARegionWithinItThatHoldsTheEchoes() {
		final Box region = new Box(42, 15, 256, 193);
		final FieldOfView wide = new FieldOfView(new Box(40, 0, 280, 240), 0.86, "");
		final FieldOfView weighed = ScannerRegions.weigh(wide, region, true, 320, 240);
		assertEquals(region, weighed.box());
		assertTrue(!weighed.certain() && weighed.score() < FieldOfView.CERTAIN);
		assertEquals(wide, ScannerRegions.weigh(wide, region, false, 320, 240));
	}

	@Test
	void eachTwoDimensionalRegionIsReadButNoneWithinAnother() {
		final String second = "\n0018,6012  ---: 1\n0018,6018  ---: 400\n0018,601A  ---: 60\n0018,601C  ---: 700\n" +
			"0018,601E  ---: 300\n";
		final String within = "\n0018,6012  ---: 1\n0018,6018  ---: 420\n0018,601A  ---: 80\n0018,601C  ---: 500\n" +
			"0018,601E  ---: 200\n";
		final String first = "0018,6012  ---: 1\n0018,6018  ---: 50\n0018,601A  ---: 60\n0018,601C  ---: 350\n0018,601E  ---: 300";
		assertEquals(List.of(new Box(50, 60, 301, 241), new Box(400, 60, 301, 241)), ScannerRegions.all(first + second + within,
			800, 600));
	}

	@Test
	void rectanglesAreReadAndWrongOnesNamed() {
		assertEquals(List.of(new Box(185, 130, 300, 300), new Box(485, 130, 300, 300)), FixedViews.parse(FixedViews.ESAOTE));
		assertEquals(List.of(new Box(1, 2, 3, 4)), FixedViews.parse(" 1, 2,3 ,4 "));
		for (final String wrong : new String[] { "", "1,2,3", "1,2,3,4;", "a,b,c,d", "1,2,0,4", "-1,2,3,4", "1.5,2,3,4" }) {
			final SonoflowException e = assertThrows(SonoflowException.Input.class, () -> FixedViews.parse(wrong));
			assertTrue(e.getMessage().startsWith("views=" + wrong + ":"), e.getMessage());
		}
		assertTrue(FixedViews.fits(new Box(0, 0, 5, 5), 5, 5));
		assertTrue(!FixedViews.fits(new Box(1, 0, 5, 5), 5, 5));
	}
}
