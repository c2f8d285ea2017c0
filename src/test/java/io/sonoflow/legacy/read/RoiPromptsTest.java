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
package io.sonoflow.legacy.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.nn.sam.Prompt;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ROIs as prompts. */
public class RoiPromptsTest {

	@AfterEach
	void close() {
		OpenRois.close();
	}

	@Test
	void areasAreBoxesAndPointsAreInOrBesideTheObject() {
		final var image = OpenRois.mixed();
		final String before = OpenRois.state(image);
		final List<List<Prompt>> prompts = RoiPrompts.find(3);
		assertEquals(before, OpenRois.state(image));
		final List<Prompt> areas = List.of(Prompt.of("ROI 1", new Box(90, 70, 10, 10)), Prompt.of("lobe", new Box(10, 20, 30, 15)));
		assertEquals(areas, prompts.get(0));
		assertEquals(areas, prompts.get(2));
		assertEquals(3, prompts.get(1).size());
		assertEquals(List.of(new Prompt.Point(40, 50, true), new Prompt.Point(60, 10, true), new Prompt.Point(3, 4, false)), prompts
			.get(1).get(2).points());
	}

	/** The answers of the first run are no questions of the second; alone they are what another network found. */
	@Test
	void whatWasFoundIsNoPromptBesideOthers() {
		OpenRois.found(true);
		assertEquals(List.of(Prompt.of("ROI 1", new Box(1, 2, 3, 4))), RoiPrompts.find(1).get(0));
		OpenRois.found(false);
		assertEquals(List.of(Prompt.of("ROI 1", new Box(5, 6, 7, 8))), RoiPrompts.find(1).get(0));
	}

	@Test
	void whatCannotBePointedWithIsNamed() {
		assertTrue(refused().contains("none is open"));
		OpenRois.none();
		assertTrue(refused().contains("neither a selection nor an overlay"));
		// A macro has a ROI Manager made by the question for it, which cannot be without a screen.
		assertTrue(OpenRois.inMacro(RoiPromptsTest.class, "refusal").contains("neither a selection nor an overlay"));
		OpenRois.line();
		assertTrue(refused().contains("ROI 1 of scan is a straight line and has no area"), refused());
		OpenRois.outside();
		assertTrue(refused().contains("ROI 1 lies outside of scan, which has 100 x 80"), refused());
	}

	/** {@return why the open image has no prompts; called by a macro} */
	public static String refusal() {
		return refused();
	}

	private static String refused() {
		return assertThrows(SonoflowException.Input.class, () -> RoiPrompts.find(1)).getMessage();
	}
}
