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
package io.sonoflow.nn.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetConfigTest {

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "512; 0.5,1,1,2,2,4,4; 32,64", "256; 1,1,2,2,4,4; 16,32", "128; 1,1,2,3,4; 8,16",
		"64; 1,2,3,4; 4,8", "32; 1,2,2,2; 2,4" })
	void defaultsBySize(final int size, final String multipliers, final String rates) {
		final UNetConfig config = UNetConfig.builder(size).build();
		assertEquals(multipliers, config.shape().multipliers());
		assertEquals(rates, String.join(",", config.shape().attention().stream().sorted().map(String::valueOf).toList()));
		assertEquals(128, config.shape().base());
		assertTrue(config.shape().learnedSigma());
		assertEquals(Set.of(4), config.headCounts());
	}

	private static String complaint(final UNetConfig.Builder builder) {
		return assertThrows(SonoflowException.Input.class, builder::build).getMessage();
	}

	private static void complains(final String about, final UNetConfig.Builder builder) {
		assertTrue(complaint(builder).contains(about), complaint(builder));
	}

	@Test
	void whatCannotBe() {
		complains("attention=12 is not possible: at size 64 the levels have sides of [64, 32, 16, 8]", UNetConfig.builder(64)
			.attention(List.of(12)));
		complains("size=100", UNetConfig.builder(100).attention(List.of()));
		complains("a level would have 48 channels", UNetConfig.builder(64).base(48));
		complains("heads=3", UNetConfig.builder(64).heads(3));
		complains("heads=0", UNetConfig.builder(64).heads(0));
		complains("head channels 100", UNetConfig.builder(64).headChannels(100));
		complains("dropout=1.0", UNetConfig.builder(64).dropout(1));
		complains("blocks=0", UNetConfig.builder(64).blocks(0));
		complains("base=-2", UNetConfig.builder(64).base(-2));
		complains("0 channels", UNetConfig.builder(64).channels(0));
	}

	@Test
	void classesByName() {
		final UNetConfig config = UNetConfig.builder(64).classes(List.of("a", "b")).build();
		assertEquals(1, config.indexOf("b"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> config.indexOf("c")).getMessage().contains("a, b"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> UNetConfig.builder(64).build().indexOf("c")).getMessage()
			.contains("without classes"));
	}
}
