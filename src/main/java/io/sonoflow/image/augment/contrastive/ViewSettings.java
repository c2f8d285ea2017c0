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
package io.sonoflow.image.augment.contrastive;

import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How the two views of an image come about. */
public final class ViewSettings extends Parameters {

	/** The value of {@link #views} for the published code's two ways. */
	public static final String CODE = "code";

	/** The value of {@link #views} for the thesis's one way, drawn twice. */
	public static final String THESIS = "thesis";

	@Parameter(label = "Views", description = "How an image's two views come about: code = two ways, as the published code has " +
		"them (a part and flips; covered, turned, jittered, sharpened); thesis = one way drawn twice: a part, flips, jitter of " +
		"greys, Gaussian noise.", choices = { CODE, THESIS }, attrs = @Attr(name = Key.SINCE, value = CODE))
	public String views = CODE;

	@Parameter(label = "View part", description = "Of thesis: least share of the image's area that a view shows, above 0, to 1.",
		min = "0", max = "1", attrs = { @Attr(name = Key.ABOVE, value = "0"), @Attr(name = Key.SINCE, value = "0.5") })
	public double viewpart = 0.5;

	@Parameter(label = "View jitter", description = "Of thesis: share at most, 0 to 1, by which brightness and contrast change, " +
		"of 8 views in 10.", min = "0", max = "1", attrs = @Attr(name = Key.SINCE, value = "0.4"))
	public double viewjitter = 0.4;

	@Parameter(label = "View noise", description = "Of thesis: largest standard deviation of the noise, in grey levels of 255, 0 " +
		"to 128; drawn anew for each view.", min = "0", max = "128", attrs = @Attr(name = Key.SINCE, value = "10"))
	public double viewnoise = 10;

	/** The value of {@link #pairs} for two frames of one clip. */
	public static final String FRAMES = "frames";

	@Parameter(label = "Pairs", description = "What the two views are of: views = of one image, of a clip of one of its frames; " +
		"frames = of two frames of one clip (USCL), where there are two.", choices = { "views", FRAMES }, attrs = @Attr(
			name = Key.SINCE, value = "views"))
	public String pairs = "views";

	/** {@return whether the two views of a clip are of two of its frames} */
	public boolean ofFrames() {
		return pairs.equals(FRAMES);
	}

	/** @throws SonoflowException.Input if what only views=thesis has is asked for without it */
	@Override
	protected void checkTogether() {
		final ViewSettings usual = new ViewSettings();
		if (!isThesis() && (viewpart != usual.viewpart || viewjitter != usual.viewjitter || viewnoise != usual.viewnoise))
			throw new SonoflowException.Input("viewpart, viewjitter and viewnoise are of views=thesis: with views=" + views +
				" they have no effect. Give views=thesis, or leave them out.");
	}

	/** {@return whether both views come about in one way} */
	public boolean isThesis() {
		return views.equals(THESIS);
	}

	@Override
	public ViewSettings clone() {
		return (ViewSettings) super.clone();
	}
}
