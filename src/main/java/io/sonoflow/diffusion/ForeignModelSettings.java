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
package io.sonoflow.diffusion;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.nn.unet.AttentionOrder;
import io.sonoflow.nn.unet.UNetHints;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.util.Locale;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What the weights of others do not say. A model of ours says all of it, and must not be contradicted. */
public final class ForeignModelSettings extends Parameters {

	/** For keys that say nothing. */
	private static final String AUTO = "auto";

	@Parameter(label = "Size", description = "Side of the images in pixels, for weights of others that do not say it; " +
		"0 = the model's, or usual.", min = "0", max = "4096", attrs = @Attr(name = Key.UNIT,
			value = "pixels"))
	public int size = 0;

	@Parameter(label = "Attention heads", description = "For weights of others, which do not say it: heads of each attention " +
		"layer; 0 = the model's, or 4.", min = "0", max = "1024")
	public int heads = 0;

	@Parameter(label = "Head channels", description = "For weights of others, instead of heads: channels of each head; " +
		"0 = heads count.", min = "0", max = "4096")
	public int headchannels = 0;

	@Parameter(label = "Attention order", description = "For weights of others, which do not say it: how queries, keys and " +
		"values lie; auto = the model's, or legacy.", choices = { AUTO, "legacy", "new" })
	public String order = AUTO;

	@Parameter(label = "Schedule", description = "For weights of others, which do not say it: noise schedule of the training; " +
		"auto = the model's, or cosine.", choices = { AUTO, "cosine", "linear" })
	public String schedule = AUTO;

	@Parameter(label = "Time steps", description = "For weights of others, which do not say it: time steps of the training; " +
		"0 = the model's, or 1000.", min = "0", max = "100000")
	public int timesteps = 0;

	@Parameter(label = "Predict", description = "For weights of others, which do not say it: what the network tells; image = " +
		"guided-diffusion's predict_xstart; auto = the model's, or noise.", choices = { AUTO, "noise", "image", "velocity" },
		attrs = @Attr(name = Key.SINCE, value = AUTO))
	public String predict = AUTO;

	@Group("Weights of others")
	public PrefixSettings source = new PrefixSettings();

	@Override
	protected void checkTogether() {
		if (heads > 0 && headchannels > 0) throw new SonoflowException.Input("heads=" + heads + " and headchannels=" +
			headchannels + " exclude each other. Give one of them.");
	}

	/** {@return what is said of the network} */
	UNetHints hints() {
		return new UNetHints(size, heads, headchannels, order(), source.prefix);
	}

	/** {@return the order that is said; null = none} */
	AttentionOrder order() {
		return order.equals(AUTO) ? null : AttentionOrder.valueOf(order.toUpperCase(Locale.ROOT));
	}

	/** {@return the noise schedule's name; empty = not said} */
	String saidSchedule() {
		return schedule.equals(AUTO) ? "" : schedule;
	}

	/** {@return what the network tells; empty = not said} */
	String saidPrediction() {
		return predict.equals(AUTO) ? "" : predict;
	}

	/** {@return T; empty = not said} */
	String saidTimesteps() {
		return timesteps == 0 ? "" : Integer.toString(timesteps);
	}
}
