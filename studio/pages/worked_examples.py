"""Prompts of the providers' own documents, to begin with. Kling's capability map has none; the other three do.

Words that a film would want changed are variables: `[subject]`; the document's own words are filled in first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.catalog.sources import Source, fal, runware, scenario

VIDEO, IMAGE = "video", "image"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A prompt, what it shows off, where it stands; `usual` are the words of the source for its variables."""

    slug: str
    title: str
    text: str
    source: Source
    output: str = VIDEO
    usual: Mapping[str, str] = field(default_factory=dict)


EXAMPLES = (
    Example(
        slug="emotions",
        title="A character goes through emotions",
        text="[character], walking forward while transitioning through different emotions - starting with [first "
        "emotion], then [second emotion], followed by [third emotion]. Maintain consistent facial features "
        "and identity throughout. High-quality animation with smooth transitions between expressions. "
        "Cinematic lighting.",
        usual={
            "character": "A 3D cartoon character with orange hair and blue eyes",
            "first emotion": "happiness",
            "second emotion": "surprise",
            "third emotion": "thoughtfulness",
        },
        source=scenario(299),
    ),
    Example(
        slug="product",
        title="The camera circles a product",
        text="[product] on a pedestal. Camera smoothly circles around the device, zooming in to highlight "
        "[detail], before pulling back to reveal all of it. Consistent studio lighting with subtle "
        "reflections on the surface. Professional product showcase style.",
        usual={"product": "A sleek smartphone", "detail": "the camera lens, then the screen"},
        source=scenario(311),
    ),
    Example(
        slug="street-photoreal",
        title="One scene, photorealistic",
        text="[who] walking down a busy city street with tall buildings, in photorealistic style. Detailed "
        "textures, accurate lighting, natural movement. 4K quality, cinematic composition.",
        usual={"who": "A person"},
        source=scenario(325),
    ),
    Example(
        slug="street-anime",
        title="One scene, as anime",
        text="[who] walking down a busy city street with tall buildings, in Japanese anime style. Bold outlines, "
        "vibrant colors, expressive movement. Stylized environmental effects like speed lines when moving.",
        usual={"who": "A character"},
        source=scenario(334),
    ),
    Example(
        slug="street-cinema",
        title="One scene, as cinema",
        text="[who] walking down a busy city street with tall buildings, in cinematic film style. Film-like color "
        "grading with slight grain, dramatic lighting with long shadows, professional camera work with "
        "shallow depth of field.",
        usual={"who": "A person"},
        source=scenario(336),
    ),
    Example(
        slug="dancer",
        title="Under a single spotlight",
        text="A stylish man in a fitted outfit dances alone under a single spotlight in a darkened studio. His "
        "movements are fluid and expressive, capturing every sharp motion, spin, and leap with precise "
        "physical dynamics. Subtle dust motes drift in the light, shadows following his every step across the"
        " reflective wooden floor. Camera circles smoothly at mid-height, shifting from wide to tight shots.",
        source=scenario(328, 332),
    ),
    Example(
        slug="storm",
        title="Weather comes up",
        text="[place] transforms as dark storm clouds gather overhead. Palm fronds sway and bend in intensifying "
        "wind. Heavy rain starts to pour, splashing against the sand and driftwood. The lighting shifts to a "
        "moody, stormy atmosphere, with flashes of lightning briefly illuminating the beach.",
        usual={"place": "A tropical beach scene"},
        source=scenario(342),
    ),
    Example(
        slug="cockpit",
        title="First person, at speed",
        text="A starship cockpit hurtling through a dense alien forest. Camera locked in an immersive first-person"
        " view as the pilot navigates at high speed beneath towering trees. Soft sunlight flickers through "
        "the canopy, illuminating the cockpit dashboards with shifting reflections. Cinematic adventure-style"
        " environment.",
        source=scenario(354),
    ),
    Example(
        slug="whisper",
        title="Sound that carries the mood",
        text="A close-up of [who]. The camera slowly pushes in as his eyes dart nervously. Audio: [sounds], and a "
        "whispered, trembling voice saying '[line]'",
        usual={
            "who": "a worried teenage boy hiding beside a glowing server rack",
            "sounds": "the soft hum of servers, cooling fans spinning, distant metallic footsteps",
            "line": "Okay… stay calm. Just don’t let them find you.",
        },
        source=scenario(360),
    ),
    Example(
        slug="two-voices",
        title="Two people with two voices",
        text="The person on the left, in <<<voice_2>>>, says, '[first line]' and then the person on the right, in "
        "<<<voice_1>>>, says, '[second line]'",
        usual={"first line": "Hello, James", "second line": "Happy Christmas."},
        source=runware(718),
    ),
    Example(
        slug="drone",
        title="A drone over a landscape",
        text="Cinematic drone shot flying over [landscape] during golden hour with dramatic lighting and smooth "
        "camera movement",
        usual={"landscape": "misty mountain peaks"},
        source=runware(391),
    ),
    Example(
        slug="tracking",
        title="Follow somebody",
        text="Smooth camera movement following [who] through [place]",
        usual={"who": "a cyclist", "place": "a scenic mountain trail"},
        source=runware(349),
    ),
    Example(
        slug="close-up",
        title="A close-up of something small",
        text="Cinematic close-up of [what] with shallow depth of field",
        usual={"what": "rain drops falling on a leaf"},
        source=runware(446),
    ),
    Example(
        slug="relight",
        title="Change the light of a clip",
        text="Change the lighting to [light] while maintaining the scene composition",
        usual={"light": "golden hour"},
        source=runware(1263),
    ),
    Example(
        slug="snow",
        title="Weather in a still",
        text="Snowflakes fall as a car moves along the road.",
        source=fal(32),
    ),
    Example(
        slug="tokyo",
        title="A street at night",
        text="A stylish woman walks down a Tokyo street filled with warm glowing neon and animated city signage. "
        "She wears a black leather jacket, a long red dress, and black boots, and carries a black purse.",
        source=fal(157),
    ),
    Example(
        slug="product-still",
        title="A product, photographed",
        text="Professional product photography with realistic materials and studio lighting at 2K resolution",
        output=IMAGE,
        source=runware(101),
    ),
    Example(
        slug="portrait-still",
        title="A portrait with consistent features",
        text="Highly detailed character portrait with consistent facial features at 4K resolution",
        output=IMAGE,
        source=runware(139),
    ),
)

BY_SLUG = {example.slug: example for example in EXAMPLES}
if len(BY_SLUG) != len(EXAMPLES):
    raise ValueError("An example is given twice.")
